import { afterEach, expect, test } from "vitest";

import type { Flaw } from "../bindings/Flaw";
import type { FlawCode } from "../bindings/FlawCode";
import type { GapCode } from "../bindings/GapCode";
import { LANGUAGES, missing, ofBell, ofConnection, ofFlaw, ofNotice, ofRefusal, ofTrouble, ofWrong, speak } from ".";

// Read here, since a language that a busy machine reads slowly is no fault of a test.
await Promise.all(LANGUAGES.map(({ load }) => load()));
afterEach(() => speak("en"));

const DENIED = { code: "other_status", what: ["418"], reason: "The server answered 418.", advice: "Check the address." };

test("in English the core's own words stand", () => {
  expect(ofConnection(DENIED)).toEqual({ what: DENIED.reason, next: DENIED.advice });
  expect(ofRefusal({ code: "not_found", message: "There is no feed `a`.", flaw: null })).toBe("There is no feed `a`.");
});

test("in another language the kind is said in it, with what belongs to it", async () => {
  await speak("de");
  expect(ofConnection(DENIED)).toEqual({ what: "Der Server hat abgelehnt (418).", next: expect.stringContaining("Adresse") });
  expect(ofTrouble({ ...DENIED, code: "dns", what: ["a.example"] })).toBe("Zu dem Namen a.example gibt es keine Adresse. Prüfe die Schreibweise der Adresse und deine Internetverbindung.");
  expect(ofBell({ code: "no_service", what: [], reason: "r", advice: "a" }).what).toBe("Es läuft kein Benachrichtigungsdienst.");
  expect(ofRefusal({ code: "disk_full", message: "the disk is full", flaw: null })).toMatch(/^Die Festplatte/);
  expect(ofRefusal({ code: "invalid", message: "A view needs a name.", flaw: null })).toBe("So geht es nicht: A view needs a name.");
  await speak("ja");
  expect(ofTrouble({ ...DENIED, code: "dns", what: ["a.example"] })).not.toContain("。 ");
});

test("numbers and sizes are said by the rules of the language, and brackets around nothing go", async () => {
  await speak("de");
  const said = (code: string, ...what: string[]) => ofConnection({ ...DENIED, code, what }).what;
  expect(said("too_big", "1500000")).toBe("Ein Ereignis ist größer als erlaubt: über 1,5 MB.");
  expect(said("idle", "90")).toBe("Seit 90 Sekunden kam kein Zeichen.");
  expect(said("crowded", "a.example", "1200")).toContain("1.200");
  expect(said("not_a_stream", "HTML")).toBe("Die Antwort ist kein Ereignisstrom (HTML).");
  expect(said("not_a_stream", "")).toBe("Die Antwort ist kein Ereignisstrom.");
  expect(said("dns", "{1} $& $1")).toContain("{1} $& $1");
});

test("trouble with a connection or of the bell is said as such where it refuses a wish", async () => {
  await speak("de");
  const refused = (code: string, ...what: string[]) => ofRefusal({ code: "keyring", message: "m", flaw: flawed(code, { what }) });
  expect(refused("connection", "secret_missing", "news/bearer")).toMatch(/^Der Schlüsselbund .*„news\/bearer“\. Hinterlege/);
  expect(refused("bell", "no_player")).toMatch(/^Es fand sich kein Programm/);
  const inFile = { code: "import", message: "m", flaw: flawed("no_setting", { line: 3, what: ["colour"] }) } as const;
  expect(ofRefusal(inFile)).toMatch(/^Diese Datei lässt sich nicht importieren: Zeile 3: .*„colour“/);
});

test("a kind that the window does not know is said as the core says it", async () => {
  await speak("ja");
  for (const code of ["moonlight", "constructor"]) expect(ofConnection({ ...DENIED, code })).toEqual({ what: DENIED.reason, next: DENIED.advice });
});

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name names the feeds that cannot be heard", async ({ tag }) => {
  await speak(tag);
  const many = ofNotice({ about: { kind: "failing", feeds: ["Alpha", "Beta"], more: 3, code: null, what: [] }, message: "" });
  expect(many).toMatch(/Alpha.*Beta/);
  expect(many).toMatch(/[3٣]/);
  expect(ofNotice({ about: { kind: "failing", feeds: ["Alpha"], more: 0, code: "dns", what: ["a.example"] }, message: "" })).toMatch(/Alpha.*a\.example/);
  expect(ofNotice({ about: { kind: "history" }, message: "The history" })).not.toContain("history");
});

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name ends each of its sentences", async ({ load }) => {
  const { trouble } = await load();
  for (const { what, next } of [...Object.values(trouble?.connection ?? {}), ...Object.values(trouble?.bell ?? {})]) {
    expect(what).toMatch(/[.。]$/);
    expect(next).toMatch(/^$|[.。]$/);
  }
  for (const words of Object.values(trouble?.refusal ?? {})) expect(words).toMatch(/[.。:]$/);
});

/** One mistake as the core sends it, with as many parts as any kind has. */
const flawed = (code: string, more: Partial<Flaw> = {}): Flaw => ({
  field: "",
  line: null,
  column: null,
  message: "as the core says it",
  what: ["first", "second", "third", "fourth"],
  ...more,
  code: code as FlawCode,
});

test.each(LANGUAGES)("$name says what is wrong with what was typed or came, and where", async ({ tag, load }) => {
  await speak(tag);
  const kinds = Object.keys((await load()).trouble?.flaw ?? {});
  for (const code of kinds) {
    const said = ofFlaw(flawed(code, { line: 2, column: 7 }));
    expect(said).toMatch(/[.。]$/);
    expect(said).not.toContain("as the core says it");
    expect(said).not.toContain("undefined");
    expect(said).toMatch(/[2٢].*[7٧]/);
    expect(ofWrong(flawed(code))).toBe(ofFlaw(flawed(code)));
    expect(ofRefusal({ code: "invalid", message: "as the core says it", flaw: flawed(code) })).toBe(ofFlaw(flawed(code)));
  }
  expect(ofFlaw(flawed("moonlight"))).toContain("as the core says it");
  const own = kinds.length > 0;
  for (const code of ["syntax", "search_is", "not_json", "no_setting", "file_unreadable"]) {
    expect(ofFlaw(flawed(code))).toContain(own ? "first" : "as the core says it");
  }
  const number = ofFlaw(flawed("number", { what: ["zoom", "5", "50", "300"] }));
  expect(number).toMatch(own ? /zoom.*5.*50.*300/ : /as the core/);
});

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name names what is to be chosen by what stands there", async ({ load }) => {
  const { trouble, reach, page } = await load();
  const advice = trouble?.connection.private_name.next;
  expect(advice).toContain(reach.privateNetwork);
  expect(advice).toContain(page.tabs.connection);
});

test("a kind without words is refused in the core's own", async () => {
  await speak("de");
  const refused = ofRefusal({ code: "invalid", message: "It is dark.", flaw: flawed("moonlight") });
  expect(refused).toBe("So geht es nicht: It is dark.");
  expect(ofWrong(flawed("moonlight"))).toBe("as the core says it");
  // Which of a feed's own texts it was that failed for an event.
  expect(ofWrong(flawed("fuel", { field: "title" }))).toMatch(/^title: Das tut zu viel/);
});

test.each(LANGUAGES)("$name says what is missing, with both days", async ({ tag, load }) => {
  await speak(tag);
  const [from, to] = ["2026-11-20T17:05:00Z", "2026-11-23T17:05:00Z"];
  for (const code of Object.keys((await load()).gap.kinds)) {
    const said = missing({ code: code as GapCode, from, to, what: "200", reason: "as the core says it" });
    expect(said).toMatch(/[.。]$/);
    if (code === "not_allowed" || code === "untold") expect(said).toContain("200");
    else if (code !== "too_large") expect(said).toMatch(/20.*23|٢٠.*٢٣/);
    expect(missing({ code: code as GapCode, from: null, to: null, what: "", reason: "" })).not.toContain("null");
  }
  expect(missing({ code: "moonlight" as GapCode, from, to, what: "", reason: "It is dark." })).toBe("It is dark.");
});

test("what a server could not be asked for is named in the language, with the server's status alone", async () => {
  await speak("de");
  const gap = { code: "part" as const, from: null, to: null, what: "the posts (the server answered 403)", reason: "English" };
  expect(missing(gap)).toMatch(/: Beiträge \(403\)\.$/);
  expect(missing({ ...gap, what: "the posts, the direct messages" })).toMatch(/: Beiträge und Direktnachrichten\.$/);
  const flaw = (why: string) => ofWrong(flawed("not_fetched", { what: [why] }));
  expect(flaw("the server answered 403")).toBe("Was zu einem Ereignis gehört, war nicht zu holen (403).");
  expect(flaw("a.example refused the connection")).toBe("Was zu einem Ereignis gehört, war nicht zu holen.");
});

test("what is from left to right keeps its signs together among words from right to left", async () => {
  await speak("ar");
  expect(ofConnection({ ...DENIED, code: "dns", what: ["a.example."] }).what).toBe("لا عنوان للاسم \u2068a.example.\u2069.");
});
