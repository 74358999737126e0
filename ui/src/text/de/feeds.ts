import type { feeds as source } from "../en/feeds";
import { common } from "./common";

const { duration } = common;

export const feeds: typeof source = {
  feed: {
    add: "Feed hinzufügen",
    menu: (name) => `Mehr zu ${name}`,
    edit: "Bearbeiten …",
    pause: "Pausieren",
    resume: "Fortsetzen",
    reconnect: "Jetzt neu verbinden",
    checking: (name) => `Es wird geprüft, ob „${name}“ noch zu hören ist.`,
    remove: "Entfernen",
    removed: (name) => `„${name}“ entfernt.`,
    restored: (name) => `„${name}“ ist wieder da.`,
    badEvent: "Das letzte Ereignis, das nicht zu lesen war:",
    lastHeard: (when) => `Zuletzt gehört ${when}`,
  },
  state: {
    word: (state) => ({ open: "Live", connecting: "Verbindet …", queued: "In der Warteschlange", waiting: "Wartet", stopped: "Angehalten", paused: "Pausiert" })[state],
    retryIn: (seconds) => (seconds > 0 ? `Neuer Versuch in ${duration(seconds)}` : "Neuer Versuch läuft"),
    retryInShort: (seconds) => (seconds > 0 ? `Wieder in ${duration(seconds)}` : "Neuer Versuch läuft"),
  },
  format: {
    label: "Format",
    auto: "Automatisch",
    autoIs: (recognised) => `Automatisch: ${recognised}`,
    score: "Live-Spielstände",
    help: "Automatisch heißt: Adresse und Ereignisse entscheiden.",
  },
  edit: { title: (name) => `„${name}“ bearbeiten`, saved: "Gespeichert.", url: "Adresse", name: "Name" },
};
