import { afterEach, expect, test } from "vitest";

import type { FlawCode } from "../bindings/FlawCode";
import type { GapCode } from "../bindings/GapCode";
import { LANGUAGES, missing, ofBell, ofConnection, ofFlaw, ofNotice, ofRefusal, speak } from ".";

afterEach(() => speak("en"));

const DENIED = { code: "denied", reason: "The server answered 401 (login needed).", advice: "Give the feed a token." };

test("in English the core's own words stand", () => {
  expect(ofConnection(DENIED)).toEqual({ what: DENIED.reason, next: DENIED.advice, detail: null });
  expect(ofRefusal({ code: "not_found", message: "There is no feed `a`." })).toBe("There is no feed `a`.");
});

test("in another language the kind is said in it, with the core's sentence as the detail", async () => {
  await speak("de");
  expect(ofConnection(DENIED)).toEqual({ what: "Der Server lässt dich nicht herein.", next: expect.stringContaining("Token"), detail: DENIED.reason });
  expect(ofBell({ code: "no_service", reason: "r", advice: "a" }).what).toBe("Es läuft kein Benachrichtigungsdienst.");
  expect(ofRefusal({ code: "disk_full", message: "the disk is full" })).toMatch(/^Die Festplatte/);
  expect(ofRefusal({ code: "invalid", message: "A view needs a name." })).toBe("So geht es nicht: A view needs a name.");
});

test("a kind that the window does not know is said as the core says it", async () => {
  await speak("ja");
  for (const code of ["moonlight", "constructor"]) expect(ofConnection({ ...DENIED, code })).toEqual({ what: DENIED.reason, next: DENIED.advice, detail: null });
});

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name names the feeds that cannot be heard", async ({ tag }) => {
  await speak(tag);
  const many = ofNotice({ about: { kind: "failing", feeds: ["Alpha", "Beta"], more: 3, code: null }, message: "" });
  expect(many).toMatch(/Alpha.*Beta/);
  expect(many).toMatch(/[3٣]/);
  expect(ofNotice({ about: { kind: "failing", feeds: ["Alpha"], more: 0, code: "dns" }, message: "" })).toContain("Alpha");
  expect(ofNotice({ about: { kind: "history" }, message: "The history" })).not.toContain("history");
});

test.each(LANGUAGES.filter(({ tag }) => tag !== "en"))("$name ends each of its sentences", async ({ load }) => {
  const { trouble } = await load();
  for (const [what, next] of [...Object.values(trouble?.connection ?? {}), ...Object.values(trouble?.bell ?? {})]) {
    expect(what).toMatch(/[.。]$/);
    expect(next).toMatch(/^$|[.。]$/);
  }
  for (const words of Object.values(trouble?.refusal ?? {})) expect(words).toMatch(/[.。:]$/);
});

test.each(LANGUAGES)("$name says what is wrong with a template, and where", async ({ tag, load }) => {
  await speak(tag);
  const flaw = { field: "title", line: 2, column: 7, message: "as the core says it", what: "what belongs to it" };
  const kinds = Object.keys((await load()).trouble?.flaw ?? {}) as FlawCode[];
  for (const code of kinds) {
    const said = ofFlaw({ ...flaw, code });
    expect(said).toMatch(/[.。]$/);
    expect(said).not.toContain(flaw.message);
    expect(said).toMatch(/[2٢].*[7٧]/);
  }
  expect(ofFlaw({ ...flaw, code: "moonlight" as FlawCode })).toContain(flaw.message);
  expect(ofFlaw({ ...flaw, code: "syntax" })).toContain(kinds.length > 0 ? flaw.what : flaw.message);
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
