import type { RingCode } from "../../bindings/RingCode";
import type { entries as source } from "../en/entries";
import { number } from "../rules";
import { plural } from "./plural";

const many = (n: number) => plural(n, { one: "# Eintrag", other: "# Einträge" });

const RINGS: Record<RingCode, string> = {
  rang: "Es hat geläutet.",
  updated: "Es hat die Meldung seiner Karte lautlos erneuert.",
  gathered: "Es wurde in einer Zusammenfassung gezählt, nicht einzeln geläutet.",
  pending: "Es läutet gleich.",
  failed: "Es hätte läuten sollen, aber die Benachrichtigung kam nicht durch.",
  "held:quiet_hours": "Es wartet auf das Ende der Ruhezeit und steht dann in der Zusammenfassung.",
  "held:snoozed": "Es wartet, bis das Stummstellen endet, und steht dann in der Zusammenfassung.",
  "held:do_not_disturb": "Es wartet, bis das System wieder gestört werden darf, und steht dann in der Zusammenfassung.",
  "held:digest": "Es wartet auf die nächste Sammelmeldung des Feeds.",
  "silent:bell_off": "Stumm: Die Glocke ist in den Einstellungen ausgeschaltet.",
  "silent:feed_never": "Stumm: Dieser Feed läutet nie.",
  "silent:not_urgent": "Stumm: Dieser Feed läutet nur bei Dringendem.",
  "silent:not_highlighted": "Stumm: Dieser Feed läutet nur bei Hervorgehobenem.",
  "silent:rule": "Stumm: Eine Regel oder die Vorlage des Feeds will es so.",
  "silent:minor": "Stumm: eine kleine Änderung seiner Karte.",
  "silent:quiet_hours": "Stumm: Es kam in der Ruhezeit.",
  "silent:snoozed": "Stumm: Die Glocke war stummgestellt.",
  "silent:do_not_disturb": "Stumm: Der Schreibtisch wollte nicht gestört werden.",
  "silent:already_read": "Stumm: Es wurde gelesen, bevor es läuten konnte.",
  "silent:replaced": "Stumm: Ein neuerer Eintrag derselben Karte trat an seine Stelle.",
  "silent:earlier": "Stumm: Es war schon da, bevor du den Feed hattest.",
};

export const entries: typeof source = {
  entry: {
    unread: "Ungelesen",
    urgent: "Dringend",
    low: "Wenig dringend",
    starred: "Mit Stern",
    star: "Stern",
    unstar: "Stern entfernen",
    markRead: "Als gelesen markieren",
    markUnread: "Als ungelesen markieren",
    openLink: "Link öffnen",
    withdrawn: "Vom Feed zurückgenommen",
    published: "Veröffentlicht",
    received: "Empfangen",
    bell: "Glocke",
    feed: "Feed",
    tags: "Schlagwörter",
    earlier: (n) => `Früher auf dieser Karte (${number(n)})`,
    replacedBy: "Ein neuerer Eintrag steht für diese Karte.",
    raw: "Rohes Ereignis",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "Rohes Ereignis kopieren",
    none: "Wähle einen Eintrag, um ihn zu lesen.",
    noneHelp: "Mit j und k gehst du durch die Einträge, ? zeigt alle Tasten.",
    gone: "Dieser Eintrag wird nicht mehr aufbewahrt.",
    markedRead: (n) => `${many(n)} als gelesen markiert.`,
    markedUnread: (n) => `${many(n)} als ungelesen markiert.`,
    starredMany: (n) => `${many(n)} mit Stern versehen.`,
    unstarredMany: (n) => `Stern entfernt: ${many(n)}.`,
    highlighted: "Hervorgehoben",
    fields: "Felder",
    fieldName: "Feld",
    fieldValue: "Wert",
    part: (field) =>
      ({ title: "Titel", body: "Text", link: "Link", image: "Bild", icon: "Symbol", time: "Zeit", urgency: "Dringlichkeit", tags: "Schlagwörter", key: "Identität", replaces: "Karte" })[field] ?? field,
    picture: "Bild",
    picturesOff: (host) => `Ein Bild von ${host}. Bilder werden nicht geladen.`,
    loadPictures: "Bilder laden",
    pictureFailed: "Das Bild ließ sich nicht laden.",
    linkAddress: (host) => `Öffnet ${host} im Browser`,
    copyText: "Text kopieren",
    next: "Nächster Eintrag",
    previous: "Voriger Eintrag",
    nothingToMark: "Es war nichts ungelesen.",
  },
  ring: {
    why: (code) => (RINGS as Partial<Record<string, string>>)[code] ?? code,
    short: (code) =>
      ({ rang: "Geläutet", updated: "Meldung erneuert", gathered: "In einer Zusammenfassung", failed: "Läuten misslungen", pending: "Läutet gleich" })[code] ??
      (code.startsWith("held:") ? "Läutet später" : "Stumm"),
  },
};
