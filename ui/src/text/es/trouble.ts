import type { Translated } from "../en/trouble";
import { list } from "../rules";
import { plural } from "./plural";
import words from "./trouble.json";

export const trouble: Translated = {
  ...words,
  notice: (about, because) => {
    if (about.kind === "history") return "El historial estaba dañado. Se apartó, y se salvó lo que se pudo.";
    if (about.feeds.length === 1 && about.more === 0) return `No se puede oír ${about.feeds[0]}. ${because}`.trim();
    const rest = about.more > 0 ? [plural(about.more, { one: "otro más", other: "# más" })] : [];
    return `No se pueden oír estos canales: ${list([...about.feeds, ...rest])}.`;
  },
};
