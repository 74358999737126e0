import type { en } from "../en";
import { number } from "../rules";
import { plural } from "./plural";

export const rules: Pick<typeof en, "rules"> = {
  rules: {
    title: "Regeln",
    lead: "Wörter und Muster, die für alle Feeds gelten. Die erste Regel, die einen Eintrag verwirft, beendet die Sache.",
    none: "Noch keine Regeln",
    noneHelp: "Eine Regel kann hervorheben, worauf du wartest, läuten, obwohl ein Feed still ist, oder dämpfen, was du genug gehört hast.",
    add: "Regel hinzufügen",
    list: "Deine Regeln",
    unnamed: "Neue Regel",
    name: "Name",
    then: "Was aus so einem Eintrag wird",
    thens: { highlight: "Hervorheben", ring: "Läuten, was auch die Stufe des Feeds sagt", raise: "Hervorheben und als kritisch läuten", digest: "In die Sammelmeldung des Feeds geben", hush: "Stumm lassen", drop: "Nicht behalten" },
    words: "Wörter",
    wordsHelp: "Durch Kommas getrennt; eines muss als ganzes Wort vorkommen. Mehrere Wörter zwischen zwei Kommas sind eine Wortfolge.",
    pattern: "Muster",
    patternHelp: "Ein regulärer Ausdruck über Titel und Text.",
    feeds: "Feeds",
    feedsHelp: "Keiner gewählt heißt: alle.",
    where: "Bedingung",
    whereHelp: "Ein Ausdruck wie urgency == 'critical' oder score.home > 2.",
    enabled: "Diese Regel gilt",
    off: "Aus",
    remove: "Regel entfernen",
    removed: (name) => `Regel „${name}“ entfernt.`,
    earlier: "Nach oben",
    later: "Nach unten",
    save: "Regel speichern",
    saved: "Gespeichert. Sie gilt ab dem nächsten Eintrag.",
    trial: "Was sie erfasst hätte",
    trying: "Wird an deinem Verlauf ausprobiert …",
    caught: (n, of) => `${plural(n, { one: "# Eintrag", other: "# Einträge" })} von den letzten ${number(of)}.`,
    nothing: "Sie sagt noch nichts. Gib ihr Wörter, ein Muster, eine Bedingung oder einen Feed.",
    unsaved: "Noch nicht gespeichert",
  },
};
