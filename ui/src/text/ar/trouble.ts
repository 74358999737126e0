import type { Translated } from "../en/trouble";
import { list } from "../rules";
import { FEEDS, plural } from "./plural";
import words from "./trouble.json";

export const trouble: Translated = {
  ...words,
  notice: (about, because) => {
    if (about.kind === "history") return "كان السجل متضررًا. وُضع جانبًا وأُنقذ منه ما أمكن.";
    if (about.feeds.length === 1 && about.more === 0) return `لا يمكن سماع «${about.feeds[0]}». ${because}`.trim();
    const rest = about.more > 0 ? [plural(about.more, FEEDS)] : [];
    return `لا يمكن سماع هذه الموجزات: ${list([...about.feeds, ...rest])}.`;
  },
};
