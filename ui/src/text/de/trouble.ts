import type { Translated } from "../en/trouble";
import { list } from "../rules";
import { plural } from "./plural";

export const trouble: Translated = {
  connection: {
    ended: ["Der Server hat den Strom beendet.", ""],
    idle: ["Zu lange kam kein Zeichen.", "Schweigt dieser Feed oft so lange, gib ihm unter „Verbindung“ mehr Zeit."],
    dns: ["Zu diesem Namen gibt es keine Adresse.", "Prüfe die Schreibweise der Adresse und deine Internetverbindung."],
    refused: ["Unter dieser Adresse antwortet niemand.", "Prüfe den Port, und ob der Server läuft."],
    broken: ["Die Verbindung ist abgerissen.", "Prüfe deine Internetverbindung, wenn das anhält."],
    timeout: ["Der Server hat nicht rechtzeitig geantwortet.", ""],
    tls: ["Der Server konnte nicht beweisen, wer er ist.", "Prüfe Datum und Uhrzeit dieses Rechners. Sonst muss der Betreiber es beheben: Ohne Beweis verbindet sich Tidings nicht."],
    proxy: ["Der Proxy hat versagt.", "Prüfe den Proxy des Feeds unter „Verbindung“ oder die Proxy-Einstellungen des Systems."],
    proxy_denied: ["Der Proxy verlangt Benutzernamen und Kennwort.", "Prüfe Benutzernamen und Kennwort des Proxys unter „Verbindung“ oder in den Einstellungen des Systems."],
    address: ["Diese Adresse darf der Feed nicht erreichen.", "Prüfe die Adresse. Liegt der Feed in deinem eigenen Netz, trage ihn mit genau dieser Adresse ein."],
    private_name: ["Der Name des Feeds führt in ein privates Netz.", "Ist der Feed in deinem eigenen Netz, so sage das unter „Verbindung“. Sonst warte: Vielleicht antwortet die Anmeldeseite des Netzes, in dem du bist."],
    redirect: ["Der Server leitet auf eine Weise weiter, der nicht zu folgen ist.", "Suche in der Anleitung des Feeds nach seiner heutigen Adresse."],
    not_a_stream: ["Die Antwort ist kein Ereignisstrom.", "Suche in der Anleitung der Website nach der Adresse des Ereignisstroms selbst."],
    packed: ["Der Server schickt den Ereignisstrom gepackt.", "Der Betreiber muss ihn unter dieser Adresse ungepackt schicken (ohne Content-Encoding)."],
    no_content: ["Der Server bittet, nicht wiederzukommen.", "Verbinde neu, wenn du dort Neues erwartest, oder entferne den Feed."],
    denied: ["Der Server lässt dich nicht herein.", "Gib dem Feed unter „Verbindung“ Benutzernamen und Kennwort oder ein Token, oder prüfe, ob dein Zugang ihn lesen darf."],
    not_found: ["Unter dieser Adresse gibt es nichts.", "Prüfe die Adresse."],
    too_many: ["Der Server bittet, später wiederzukommen.", ""],
    server_error: ["Der Server meldet einen eigenen Fehler.", ""],
    other_status: ["Der Server hat abgelehnt.", "Prüfe die Adresse, und was die Anleitung des Feeds verlangt."],
    too_big: ["Der Feed hat mehr gesagt, als er darf.", "Ist das so gewollt, hebe seine Grenze unter „Verbindung“ an."],
    secret: ["Ein Geheimnis dieses Feeds war nicht zu lesen.", "Hinterlege es und verbinde neu."],
    storage: ["Was kam, ließ sich nicht speichern.", "Nichts ist verloren: Sobald Platz ist, geht es von selbst weiter."],
    crowded: ["Dieser Server nimmt nicht mehr Verbindungen zugleich an.", "Pausiere einen anderen Feed desselben Servers, oder fasse mehrere in einer Adresse zusammen, wo das geht."],
  },
  bell: {
    hung: ["Der Benachrichtigungsdienst hat nicht rechtzeitig geantwortet.", "Vielleicht hängt er: Starte ihn neu, oder melde dich ab und wieder an."],
    too_slow: ["Der Benachrichtigungsdienst ist zu langsam.", "Starte ihn neu, wenn das anhält, oder lass weniger Feeds läuten: Im Fenster steht ohnehin alles."],
    stopped: ["Die Glocke ist stehen geblieben.", "Starte Tidings neu, und melde den Fehler mit dem Protokoll."],
    no_player: ["Es fand sich kein Programm, das Klänge abspielt.", "Installiere pw-play (PipeWire), paplay oder aplay."],
    no_bus: ["Es gibt keinen Sitzungsbus, über den Benachrichtigungen gehen könnten.", "Starte Tidings aus einer Desktop-Sitzung oder mit dbus-run-session."],
    no_service: ["Es läuft kein Benachrichtigungsdienst.", "Installiere oder starte einen, etwa dunst, mako oder den deines Desktops."],
    ended: ["Der Benachrichtigungsdienst endete während der Anfrage.", "Die nächste Benachrichtigung startet ihn wieder; hält das an, sieh in sein Protokoll."],
    cannot_start: ["Der Benachrichtigungsdienst ließ sich nicht starten.", "Starte ihn von Hand, um den Grund zu sehen."],
    not_allowed: ["Das System erlaubt Tidings keine Benachrichtigungen.", "Erlaube sie in den Einstellungen der Sandbox oder des Desktops."],
    too_many: ["Der Benachrichtigungsdienst nimmt keine weiteren an: Es kamen zu viele in kurzer Zeit.", "Lass weniger Feeds läuten, oder nur Kritisches."],
    refused: ["Der Benachrichtigungsdienst hat die Benachrichtigung abgelehnt.", "Sieh in das Protokoll des Dienstes, oder versuche einen anderen."],
  },
  refusal: {
    invalid: "So geht es nicht:",
    address: "Das ist keine Adresse, unter der ein Feed sein kann.",
    address_secret: "Die Adresse enthält Benutzernamen oder Kennwort. Füge sie ohne den Teil vor dem @ ein, und gib die Anmeldung unter „Verbindung“ an.",
    import: "Diese Datei lässt sich nicht importieren:",
    not_found: "Das gibt es nicht mehr.",
    exists: "Einen Feed dieses Namens gibt es schon. Wähle einen anderen Namen.",
    config_broken: "tidings.toml ist fehlerhaft; es wurde nichts geändert. Berichtige zuerst die Datei.",
    config_disk: "tidings.toml ließ sich nicht schreiben:",
    disk_full: "Die Festplatte ist voll: Bevor wieder Platz ist, lässt sich nichts speichern.",
    read_only: "Der Verlauf lässt sich nicht schreiben. Prüfe die Rechte des Datenverzeichnisses.",
    damaged: "Der Verlauf ist beschädigt. Starte Tidings neu, um ihn zu retten.",
    keyring: "Es ist kein Schlüsselbund des Systems da. Nimm eine Umgebungsvariable oder eine Datei.",
    keyring_locked: "Der Schlüsselbund des Systems ist gesperrt. Entsperre ihn und versuche es noch einmal.",
    secret: "Ein Geheimnis war nicht zu lesen:",
    failed: "Das ist misslungen:",
  },
  flaw: {
    unfinished: () => "Das hört mitten in etwas auf: Da fehlt noch etwas.",
    syntax: (what) => `So ist das nicht zu verstehen (${what}).`,
    unknown: (what) => `Das gibt es in Vorlagen nicht (${what}).`,
    long: (what) => `Das ist zu lang: ${what} Bytes.`,
    fuel: () => "Das tut zu viel: Eine Schleife oder ein Text darin ist zu groß.",
    failed: (what) => `Bei einem Ereignis ging das nicht (${what}).`,
    no_address: (what) => `Das ergibt „${what}“, und keine Webadresse.`,
    no_urgency: (what) => `Das ergibt „${what}“, und nicht low, normal oder critical.`,
    no_time: (what) => `Das ergibt „${what}“, und keine Zeit wie 2026-11-22T17:15:00Z oder 1763831700.`,
    everything: () => "Diese Regel gälte für alles: Gib ihr Wörter, ein Muster, Feeds oder eine Bedingung.",
    no_feed: (what) => `„${what}“ ist kein Feed.`,
    words: (what) => `Das sind ${what} Wörter oder Wortfolgen; 1 bis 100 dürfen es sein.`,
    words_long: () => "Die Wörter sind zusammen zu lang.",
    pattern_long: (what) => `Das Muster ist zu lang: ${what} Bytes.`,
    pattern_large: () => "Das Muster steht für zu viel: Wiederhole darin weniger.",
    pattern: (what) => `Das Muster ist kein regulärer Ausdruck (${what}).`,
  },
  notice: (about, connection) => {
    if (about.kind === "history") return "Der Verlauf war beschädigt. Er wurde beiseitegelegt, und gerettet wurde, was zu retten war.";
    const [what, next] = about.code === null ? ["", ""] : connection[about.code];
    if (about.feeds.length === 1 && about.more === 0) return `${about.feeds[0]} ist nicht zu hören. ${what} ${next}`.trim();
    const rest = about.more > 0 ? [plural(about.more, { one: "ein weiterer", other: "# weitere" })] : [];
    return `Diese Feeds sind nicht zu hören: ${list([...about.feeds, ...rest])}.`;
  },
};

