import { beforeEach, describe, expect, test, vi } from "vitest";

import { MemoryHost } from "../host/memory/host";
import { SCENES } from "../host/memory/scenes";
import { text } from "../text";
import { ACTIONS } from "./actions";
import { App } from "./app.svelte";
import { handleKey, keyName } from "./keys";

const press = (key: string, more: Partial<Parameters<typeof keyName>[0]> = {}) =>
  keyName({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("keys are named as the list shows them", () => {
  expect(press("j")).toBe("j");
  expect(press("A", { shiftKey: true })).toBe("Shift A");
  expect(press("ArrowDown")).toBe("↓");
  expect(press("Escape")).toBe("Esc");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("k", { ctrlKey: true })).toBe("Ctrl K");
  expect(press("k", { metaKey: true })).toBe("Ctrl K");
});

test("what makes the window larger is heard with Shift and without", () => {
  expect(press("+", { ctrlKey: true, shiftKey: true })).toBe("Ctrl +");
  expect(press("=", { ctrlKey: true })).toBe("Ctrl +");
  expect(press("-", { ctrlKey: true })).toBe("Ctrl -");
  expect(press("0", { metaKey: true })).toBe("Ctrl 0");
});

describe("in a window", () => {
  let host: MemoryHost;
  let app: App;
  const type = (key: string, more: KeyboardEventInit = {}) => handleKey(app, new KeyboardEvent("keydown", { key, cancelable: true, ...more }));

  beforeEach(async () => {
    localStorage.clear();
    document.body.replaceChildren();
    host = new MemoryHost();
    SCENES["demo"]?.(host);
    app = new App(host, await host.snapshot());
    await app.start();
  });

  test("letters, digits and signs do nothing where they are switched off; other keys do", async () => {
    await host.editSettings({ window: { letter_keys: false } });
    await app.refresh();
    for (const key of ["a", "?", ",", "g", "u"]) type(key);
    type("B", { shiftKey: true });
    expect(app.dialog).toBeNull();
    expect(app.timeline.view).toEqual({ kind: "all" });
    type("ArrowDown");
    expect(app.timeline.focused).not.toBeNull();
    type("k", { ctrlKey: true });
    expect(app.dialog).toEqual({ kind: "palette" });
  });

  test("the window grows while a dialog is open", async () => {
    app.dialog = { kind: "rules" };
    type("+", { ctrlKey: true });
    await vi.waitFor(() => expect(app.look.zoom).toBe(110));
  });

  test("Delete removes a feed that has the keyboard, and none while its rows have it", async () => {
    await app.go({ kind: "feed", id: "demo-news" });
    const remove = vi.spyOn(host, "removeFeed");
    type("Delete");
    expect(remove).not.toHaveBeenCalled();
    const row = document.createElement("button");
    row.dataset["feedId"] = "demo-match";
    document.body.append(row);
    row.focus();
    type("Delete");
    expect(remove).toHaveBeenCalledWith("demo-match");
  });
});

test("caps lock does not make another key of it", () => expect(press("J")).toBe("j"));

test("on a layout of other letters the place of the key counts", () => {
  expect(press("о", { code: "KeyJ" })).toBe("j");
  expect(press("ت", { code: "KeyJ" })).toBe("j");
});

test("keys of the system are left alone", () => {
  expect(press("j", { altKey: true })).toBeNull();
  expect(press("K", { ctrlKey: true, shiftKey: true })).toBeNull();
});

test("every action has a key of its own, and a name", () => {
  const keys = ACTIONS.flatMap((action) => action.keys);
  expect(ACTIONS.filter((action) => action.keys.length === 0)).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(ACTIONS.map((action) => action.id).sort()).toEqual(Object.keys(text.actions).sort());
  // A key that begins a pair does nothing by itself.
  for (const pair of keys.filter((key) => /^. .$/u.test(key))) expect(keys).not.toContain(pair.charAt(0));
});
