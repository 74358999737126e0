/** Rules over all feeds. */
import type { Rule } from "../../bindings/Rule";
import { number } from "../rules";
import { plural } from "./plural";

export const rules = {
  rules: {
    title: "Rules",
    lead: "Words and patterns that count for all feeds. The first rule that drops an entry ends the matter.",
    none: "No rules yet",
    noneHelp: "A rule can highlight what you wait for, ring though a feed is silent, or hush what you have heard enough of.",
    add: "Add a rule",
    list: "Your rules",
    unnamed: "New rule",
    name: "Name",
    then: "What becomes of such an entry",
    thens: {
      highlight: "Highlight it",
      ring: "Ring, whatever the feed's level says",
      raise: "Highlight it and ring as critical",
      digest: "Put it into the feed's digest",
      hush: "Keep it silent",
      drop: "Do not keep it",
    } satisfies Record<Rule["then"], string>,
    words: "Words",
    wordsHelp: "Set apart by commas; one of them has to be there, as a whole word. Several words between two commas are a phrase.",
    pattern: "Pattern",
    patternHelp: "A regular expression over title and text.",
    feeds: "Feeds",
    feedsHelp: "None chosen means all of them.",
    where: "Condition",
    whereHelp: "An expression, such as urgency == 'critical' or score.home > 2.",
    enabled: "This rule counts",
    off: "Off",
    remove: "Remove the rule",
    removed: (name: string) => `Removed the rule “${name}”.`,
    earlier: "Move up",
    later: "Move down",
    save: "Save the rule",
    saved: "Saved. It counts from the next entry on.",
    trial: "What it would have caught",
    trying: "Trying it on your history…",
    caught: (n: number, of: number) => `${plural(n, { one: "# entry", other: "# entries" })} of the latest ${number(of)}.`,
    nothing: "It says nothing yet. Give it words, a pattern, a condition or a feed.",
    unsaved: "Not saved yet",
  },
};
