import type { Translated } from "../en/trouble";
import { list, number } from "../rules";
import words from "./trouble.json";

export const trouble: Translated = {
  ...words,
  notice: (about, because) => {
    if (about.kind === "history") return "履歴が壊れていたため、別に保管し、取り出せるものは取り出しました。";
    if (about.feeds.length === 1 && about.more === 0) return `「${about.feeds[0]}」を受信できません。${because}`;
    const rest = about.more > 0 ? [`ほか ${number(about.more)} 件`] : [];
    return `次のフィードを受信できません: ${list([...about.feeds, ...rest])}。`;
  },
};
