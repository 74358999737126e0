/** What a person does with the timeline and the list of feeds, by hand and by keyboard. */
import "./memory";

import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();
const row = (seq: number | string) => w.page.locator(`[data-testid=entry-row][data-seq="${seq}"]`);
const rows = () => w.page.getByTestId("entry-row");
const feedRow = (id: string) => w.page.locator(`[data-testid=feed-row][data-feed="${id}"]`);
const listed = () => w.page.getByRole("list", { name: "Timeline" });
const order = () => w.page.locator("[data-testid=folder], [data-testid=feed-row]").evaluateAll((all) => all.map((one) => one.getAttribute("data-folder") ?? one.getAttribute("data-feed")));

test("several entries are chosen with Shift and Ctrl, marked together, and it is undone", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  const seqs = await rows().evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["seq"] ?? ""));
  await row(seqs[0] ?? "").getByRole("checkbox").check();
  await row(seqs[3] ?? "").locator("button").first().click({ modifiers: ["Shift"] });
  await page.getByTestId("selection-bar").getByText("4 chosen").waitFor();
  await row(seqs[1] ?? "").locator("button").first().click({ modifiers: ["Control"] });
  await page.getByTestId("selection-bar").getByText("3 chosen").waitFor();
  await page.getByTestId("selection-bar").getByRole("button", { name: "Star" }).click();
  await page.getByText("Starred 3 entries.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("selection-bar").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=entry-row] .star[aria-pressed=true]").length === 0);
});

test("by keyboard: choose, reach further, mark, choose none", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  const unread = (await page.locator("[data-view=unread] .count").textContent()) ?? "";
  for (const key of ["j", "x", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
  await page.getByTestId("selection-bar").getByText("3 chosen").waitFor();
  await page.keyboard.press("m");
  await page.getByText("Marked 3 entries read.").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await page.locator("[data-view=unread] .count").getByText(unread, { exact: true }).waitFor();
});

test("a single mark is undone by the keyboard too", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.locator(".row.starred").waitFor();
  await page.keyboard.press("Control+z");
  await page.locator(".row.starred").waitFor({ state: "detached" });
});

test("what several feeds tell of one match is gathered", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  await page.evaluate(() => window.memory.say("demo-news", { title: "Cup: Rovers 1–1 Harbour (Okafor 44)" }));
  await rows().getByText("Cup: Rovers").waitFor();
  await page.keyboard.press("v");
  await rows().first().getByRole("button", { name: "1 more" }).click();
  await page.locator(".row.member").getByText("Rovers 1–1 Harbour").waitFor();
});

test("entries are gathered by story and by feed, and shown again", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  const before = await rows().count();
  await page.getByRole("button", { name: "Gather" }).click();
  await page.getByRole("menuitemcheckbox", { name: "By feed" }).click();
  await page.waitForFunction((n) => document.querySelectorAll("[data-testid=entry-row]").length < n, before);
  const first = rows().filter({ has: page.getByRole("button", { name: /more$/ }) }).first();
  const front = row((await first.getAttribute("data-seq")) ?? "");
  await front.getByRole("button", { name: /more$/ }).click();
  await page.locator(".row.member").first().waitFor();
  await front.getByRole("button", { name: "Show less" }).click();
  await page.locator(".row.member").first().waitFor({ state: "detached" });
});

test("a search by filters: offered while typing, put in and taken out as chips, marked in the results, kept as a view", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("tag:ci");
  await page.getByRole("option", { name: "tag:city" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await page.getByTestId("search").inputValue()).toBe("tag:city ");
  await page.keyboard.type("trees");
  await page.locator("mark").getByText("trees").first().waitFor();
  for (const title of await listed().locator(".title").allTextContents()) expect(title).toContain("trees");
  const chips = page.getByRole("group", { name: "Filters" });
  await chips.getByRole("button", { name: "Unread", pressed: false }).click();
  await page.getByText("Nothing found").first().waitFor();
  expect(await page.getByTestId("search").inputValue()).toBe("is:unread tag:city trees");
  await chips.getByRole("button", { name: "Unread", pressed: true }).click();
  await page.locator("mark").first().waitFor();
  await page.getByTestId("save-search").click();
  await page.getByTestId("view-name").fill("Trees in town");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Trees in town" }).waitFor();
  await page.locator("[data-view=saved]").getByText("Trees in town").waitFor();
  expect(await page.evaluate(() => window.memory.state.views.at(-1)?.search)).toBe("tag:city trees");
  // What such a view finds comes in by itself.
  await page.evaluate(() => window.memory.say("demo-news", { title: "More trees", tags: ["city"] }));
  await rows().getByText("More trees").waitFor();
});

test("a view takes in what belongs to it, and nothing else, as it comes", async () => {
  const page = await w.open("sorted");
  await page.locator("[data-view=highlights]").click();
  await page.getByRole("heading", { level: 1, name: "Highlights" }).waitFor();
  await rows().first().waitFor();
  await page.evaluate(() => {
    window.memory.say("demo-news", { title: "Plain" });
    window.memory.say("demo-news", { title: "Bright", highlighted: true });
  });
  await rows().getByText("Bright").waitFor();
  expect(await rows().getByText("Plain").count()).toBe(0);
});

test("a card that changes in place says what is new for a moment", async () => {
  const page = await w.open("sorted");
  await rows().first().waitFor();
  await page.evaluate(() => window.memory.say("demo-match", { title: "Rovers 2–1 Harbour", replaces: "match-rov-har" }));
  await listed().locator(".fresh").getByText("2", { exact: true }).waitFor();
  expect(await listed().locator(".fresh").count()).toBe(1);
});

test("feeds are put in order and into folders by pointer", async () => {
  const page = await w.open("sorted");
  expect(await order()).toEqual(["Sport", "demo-match", "tour", "demo-news", "Machines", "backups", "deploy"]);
  await feedRow("demo-news").dragTo(page.locator("[data-testid=folder][data-folder=Sport] .folder"));
  await page.waitForFunction(() => document.querySelector("[data-folder=Sport] [data-feed=demo-news]") !== null);
  await feedRow("tour").dragTo(feedRow("demo-match"), { targetPosition: { x: 60, y: 4 } });
  await page.waitForFunction(() => document.querySelector("[data-folder=Sport] [data-feed]")?.getAttribute("data-feed") === "tour");
  expect(await order()).toEqual(["Sport", "tour", "demo-match", "demo-news", "Machines", "backups", "deploy"]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector("[data-folder=Sport] [data-feed=demo-news]") === null);
});

test("feeds are put in order by keyboard, and it is said where they are", async () => {
  const page = await w.open("sorted");
  await feedRow("deploy").locator("button").first().click();
  await page.getByRole("heading", { level: 1, name: "Deploys" }).waitFor();
  await page.keyboard.press("Control+Shift+ArrowUp");
  await page.getByTestId("announcer").getByText("“Deploys” is now 1 of 2 in “Machines”.").waitFor();
  expect(await order()).toEqual(["Sport", "demo-match", "tour", "demo-news", "Machines", "deploy", "backups"]);
  await page.keyboard.press("Control+Shift+ArrowUp");
  await page.getByTestId("announcer").getByText("“Deploys” is now 2 of 2.").waitFor();
});

test("a folder folds, is remembered so, and shows what its feeds say", async () => {
  const page = await w.open("sorted");
  await page.getByRole("button", { name: "Fold “Sport”" }).click();
  await feedRow("demo-match").waitFor({ state: "detached" });
  await page.locator("[data-folder=Sport] [data-nav]").first().click();
  await page.getByRole("heading", { level: 1, name: "Sport" }).waitFor();
  await rows().getByText("Rovers 1–1 Harbour").waitFor();
  expect(await rows().count()).toBe(1);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Sport" }).waitFor();
  expect(await feedRow("demo-match").count()).toBe(0);
});

test("panes are resized by pointer and keyboard, and stay so", async () => {
  const page = await w.open("sorted");
  const splitter = page.getByRole("separator", { name: "Width of the timeline" });
  const width = () => page.locator("[data-part=timeline]").evaluate((pane) => Math.round(pane.getBoundingClientRect().width));
  const before = await width();
  const box = await splitter.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 4, 300);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 84, 300, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBe(before + 80);
  await page.keyboard.press("ArrowLeft");
  expect(await width()).toBe(before + 64);
  await page.reload();
  await page.waitForSelector("main");
  expect(await width()).toBe(before + 64);
  await splitter.dblclick();
  expect(await width()).toBe(before);
});

test("a picture shows where pictures may be loaded, and comes from the core alone", async () => {
  const page = await w.open("sorted");
  await rows().getByText("Storm warning raised to orange").first().click();
  const detail = page.getByTestId("entry-detail");
  await detail.getByText("pictures.example.org").waitFor();
  await detail.getByRole("button", { name: "Load pictures" }).click();
  expect(await detail.getByRole("img", { name: "Picture" }).getAttribute("src")).toMatch(/^data:image\//);
  await detail.getByText("Fields").click();
  await detail.getByRole("rowheader", { name: "message" }).waitFor();
  await detail.getByRole("button", { name: "weather" }).click();
  await page.getByRole("heading", { level: 1, name: "weather" }).waitFor();
});

test("between wide and narrow the feeds come out over the rest, and go again", async () => {
  const page = await w.open("sorted", { width: 800 });
  await rows().first().waitFor();
  expect(await feedRow("demo-news").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Feeds", exact: true }).click();
  await feedRow("demo-news").locator("button").first().click();
  await page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
  expect(await feedRow("demo-news").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Feeds", exact: true }).click();
  await page.keyboard.press("Escape");
  expect(await feedRow("demo-news").isVisible()).toBe(false);
});

test("an address in a text is opened through the core's check, by keyboard too, and only as it stands there", async () => {
  const page = await w.open("busy");
  await rows().getByText("Storm warning raised to orange").first().click();
  const link = page.getByTestId("entry-detail").getByRole("link", { name: "https://example.org/warnings" });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.memory.opened.length === 1);
  expect(await page.evaluate(() => window.memory.opened)).toEqual(["https://example.org/warnings"]);
  expect(await page.evaluate(() => window.memory.openWritten(1, "https://evil.example/").then(() => "opened", () => "refused"))).toBe("refused");
});

test("a row shows who says it, where pictures may be loaded", async () => {
  const page = await w.open("busy");
  await listed().locator("img.mark").first().waitFor();
  expect(await listed().locator("img.mark").first().getAttribute("src")).toMatch(/^data:image\//);
  await page.evaluate(() => window.memory.editSettings({ window: { pictures: false } }));
  await listed().locator("img.mark").first().waitFor({ state: "detached" });
});

test("the system's wish for more contrast is heard, and the setting overrides it", async () => {
  const page = await w.open("busy");
  const contrast = () => page.evaluate(() => document.documentElement.dataset["contrast"]);
  await page.emulateMedia({ contrast: "more" });
  await page.locator("html[data-contrast=high]").waitFor({ state: "attached" });
  await page.evaluate(() => window.memory.editSettings({ window: { contrast: "standard" } }));
  await page.locator("html[data-contrast=standard]").waitFor({ state: "attached" });
  await page.emulateMedia({ contrast: "no-preference" });
  await page.evaluate(() => window.memory.editSettings({ window: { contrast: "high" } }));
  await page.locator("html[data-contrast=high]").waitFor({ state: "attached" });
  expect(await contrast()).toBe("high");
});

test("a flood is told to a screen reader in a few sentences, and nothing else speaks", async () => {
  const page = await w.open("demo", { clock: true });
  await rows().first().waitFor();
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]:not([aria-live=off])")) {
      new MutationObserver(() => said.push(region.textContent ?? "")).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  // A minute of it: ten entries a second.
  for (let second = 0; second < 60; second++) {
    await page.evaluate(() => {
      for (let i = 0; i < 10; i++) window.memory.store.append("demo-news", { title: "Flood" }, "rang");
      window.memory.hint();
    });
    await page.clock.runFor(1000);
  }
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.length).toBeGreaterThan(0);
  expect(said.length).toBeLessThanOrEqual(4);
  for (const sentence of said) expect(sentence.trim()).toMatch(/^\d+ new entries in Tidings$/);
  expect(await listed().getAttribute("aria-live")).toBeNull();
});
