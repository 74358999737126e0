import type { Translated } from "../en/trouble";
import { list } from "../rules";
import { plural } from "./plural";
import words from "./trouble.json";

export const trouble: Translated = {
  ...words,
  notice: (about, because) => {
    if (about.kind === "history") return "Der Verlauf war beschädigt. Er wurde beiseitegelegt, und gerettet wurde, was zu retten war.";
    if (about.feeds.length === 1 && about.more === 0) return `${about.feeds[0]} ist nicht zu hören. ${because}`.trim();
    const rest = about.more > 0 ? [plural(about.more, { one: "ein weiterer", other: "# weitere" })] : [];
    return `Diese Feeds sind nicht zu hören: ${list([...about.feeds, ...rest])}.`;
  },
};
