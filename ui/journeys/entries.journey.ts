import "./memory";

import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();
const row = (seq: number) => w.page.locator(`[data-testid=entry-row][data-seq="${seq}"]`);
const unread = () => w.page.locator("[data-view=unread] .count");
const rows = () => w.page.getByTestId("entry-row");
const listed = () => w.page.getByRole("list", { name: "Timeline" });

test("opening an entry marks it read and shows all there is to know", async () => {
  const page = await w.open("demo");
  const before = Number(await unread().textContent());
  await page.getByTestId("entry-row").getByText("Storm warning raised to orange").first().click();
  const detail = page.getByTestId("entry-detail");
  await detail.locator(".body").getByText("Stay away from piers and sea walls").waitFor();
  await detail.getByText("It rang.").waitFor();
  await page.waitForFunction((n) => document.querySelector("[data-view=unread] .count")?.textContent === String(n), before - 1);
  await detail.getByText("Raw event").click();
  await detail.locator("pre").getByText('"title": "Storm warning raised to orange').waitFor();
  await detail.getByRole("button", { name: "Live map" }).click();
  await detail.getByRole("button", { name: "Open link" }).click();
  expect(await page.evaluate(() => window.memory.opened)).toEqual(["https://example.org/map", expect.stringContaining("https://example.org/news/")]);
});

test("marking all read can be undone by keyboard", async () => {
  const page = await w.open("demo");
  const before = await unread().textContent();
  await page.keyboard.press("Shift+A");
  await page.getByText(/Marked \d+ entries read/).waitFor();
  await unread().waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await unread().getByText(String(before), { exact: true }).waitFor();
});

test("a live card is one row, changes in place, and keeps its history", async () => {
  const page = await w.open("demo");
  await listed().getByText("Rovers 1–1 Harbour").click();
  await page.getByTestId("entry-detail").getByRole("heading", { name: "Earlier on this card (3)" }).waitFor();
  const seq = await page.evaluate(() => window.memory.say("demo-match", { title: "Rovers 2–1 Harbour", replaces: "match-rov-har" }));
  await page.locator(`[data-testid=entry-detail][data-seq="${seq}"]`).getByText("Earlier on this card (4)").waitFor();
  expect(await listed().getByText(/Rovers \d/).count()).toBe(1);
  await page.getByTestId("entry-detail").getByText("44′ Goal!").click();
  await page.getByText("A newer entry stands for this card.").waitFor();
});

test("what is being read does not move; new rows wait behind a pill", async () => {
  const page = await w.open("many");
  await page.getByTestId("entry-row").first().waitFor();
  // A row in the middle, once the list has come to rest: at the same place for some frames.
  const seq = await page.evaluate(async () => {
    const list = document.querySelector("[role=list][aria-label=Timeline]");
    const place = () => {
      const seen = document.elementFromPoint(400, 500)?.closest<HTMLElement>("[data-seq]");
      return [list?.scrollTop, seen?.getBoundingClientRect().top, seen?.dataset["seq"]] as const;
    };
    for (;;) {
      // Before the rows are measured the list may be too short to go so far.
      if ((list?.scrollTop ?? 0) < 1000) list?.scrollTo(0, 3000);
      const before = place();
      for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
      if (before[2] && (list?.scrollTop ?? 0) > 1000 && String(before) === String(place())) return Number(before[2]);
    }
  });
  const reading = row(seq);
  const before = await reading.boundingBox();
  await page.evaluate(() => {
    for (const title of ["One", "Two", "Three"]) window.memory.say("demo-news", { title });
  });
  await page.getByTestId("new-rows").getByText("3 new entries").waitFor();
  expect(await reading.boundingBox()).toEqual(before);
  await flood("Later");
  await page.getByTestId("new-rows").getByText("500").waitFor();
  expect(await reading.boundingBox()).toEqual(before);
  await page.evaluate(() => window.memory.say("demo-news", { title: "Three again" }));
  await page.getByTestId("new-rows").click();
  await listed().getByText("Three again").waitFor();
  expect(await listed().evaluate((list) => list.scrollTop)).toBe(0);
});

test("in a flood the row with the keyboard stays where it is, and so do rows that are chosen, until the new ones are asked for", async () => {
  const page = await w.open("many");
  await rows().first().waitFor();
  const pill = page.getByTestId("new-rows");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const focused = () => page.evaluate(() => (document.activeElement?.closest("[data-seq]") as HTMLElement | null)?.dataset["seq"]);
  const seq = (await focused()) ?? "";
  const place = await row(Number(seq)).boundingBox();
  await flood("First");
  await pill.getByText("500").waitFor();
  expect([await focused(), await row(Number(seq)).boundingBox()]).toEqual([seq, place]);
  await pill.click();
  await listed().getByText("First 1199").waitFor();
  await pill.waitFor({ state: "detached" });

  for (const n of [0, 1, 2]) await rows().nth(n).getByRole("checkbox").check();
  await page.getByTestId("selection-bar").getByText("3 chosen").waitFor();
  await flood("Second");
  await pill.getByText("500").waitFor();
  await page.getByTestId("selection-bar").getByText("3 chosen").waitFor();
  expect(await rows().first().textContent()).toContain("First 1199");
  await page.getByTestId("selection-bar").getByRole("button", { name: "Star" }).click();
  await page.getByText("Starred 3 entries.").waitFor();
  // What is chosen no longer holds nothing back; the last one that was clicked has the keyboard.
  await page.keyboard.press("Escape");
  await page.getByTestId("selection-bar").waitFor({ state: "detached" });
  await pill.click();
  await listed().getByText("Second 1199").waitFor();
});

/** More than is told row by row. */
async function flood(name: string): Promise<void> {
  await w.page.evaluate((name) => {
    for (let i = 0; i < 1200; i++) window.memory.store.append("demo-news", { title: `${name} ${i}` }, "rang");
    window.memory.hint();
  }, name);
}

test("two thousand rows are paged in, with few of them in the page", async () => {
  const page = await w.open("many");
  await page.getByTestId("entry-row").first().waitFor();
  // The very first entry of the history: every page before it has been asked for.
  await page.waitForFunction(() => {
    const list = document.querySelector("[role=list][aria-label=Timeline]");
    list?.scrollTo(0, list.scrollHeight);
    return document.querySelector("[data-testid=entry-row][data-seq='1']") !== null;
  });
  expect(await page.getByTestId("entry-row").count()).toBeLessThan(60);
});

test("the whole history is searched", async () => {
  const page = await w.open("demo");
  await page.keyboard.press("/");
  await page.keyboard.type("comet ");
  await page.getByRole("heading", { level: 1, name: "Search" }).waitFor();
  for (const title of await listed().locator(".title").allTextContents()) expect(title).toContain("comet");
  await page.keyboard.type("zzz");
  await page.getByText("Try fewer or other words.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1, name: "All" }).waitFor();
  expect(await page.getByTestId("search").inputValue()).toBe("");
});

test("a search finds what is elsewhere, and can be kept within the feed where it was begun", async () => {
  const page = await w.open("demo");
  await page.getByTestId("feed-row").filter({ hasText: "News wire" }).getByRole("button").first().click();
  await page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("goal ");
  await listed().filter({ hasText: "Goal" }).first().waitFor();
  await page.getByRole("button", { name: "In News wire" }).click();
  await page.getByText("Try fewer or other words.").waitFor();
  expect(await page.getByTestId("search").inputValue()).toContain("feed:");
});

test("a star keeps an entry in its own view", async () => {
  const page = await w.open("demo");
  await page.locator("[data-view=starred]").click();
  await page.getByText("No stars yet").waitFor();
  await page.locator("[data-view=all]").click();
  const first = page.getByTestId("entry-row").first();
  await first.hover();
  await first.getByRole("button", { name: "Star" }).click();
  await page.locator("[data-view=starred]").click();
  await page.getByRole("heading", { level: 1, name: "Starred" }).waitFor();
  await page.getByTestId("entry-row").first().waitFor();
  expect(await page.getByTestId("entry-row").count()).toBe(1);
});

test("a click on a popup opens its entry, whatever is shown", async () => {
  const page = await w.open("demo");
  await page.locator("[data-view=starred]").click();
  await page.evaluate(() => window.memory.clickPopup(3));
  await page.locator("[data-testid=entry-detail][data-seq='3']").waitFor();
});

test("all of it goes by keyboard", async () => {
  const page = await w.open("demo");
  await page.getByTestId("entry-row").first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-seq]")?.dataset["seq"]);
  const rows = await page.getByTestId("entry-row").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["seq"]));
  const expectFocus = (seq: string | undefined) =>
    page.waitForFunction((s) => document.activeElement?.closest<HTMLElement>("[data-seq]")?.dataset["seq"] === s, seq);
  await page.keyboard.press("j");
  await expectFocus(rows[0]);
  await page.keyboard.press("j");
  await expectFocus(rows[1]);
  await page.keyboard.press("ArrowDown");
  await expectFocus(rows[2]);
  await page.keyboard.press("k");
  await expectFocus(rows[1]);
  await page.keyboard.press("Enter");
  await page.locator(`[data-testid=entry-detail][data-seq="${rows[1]}"]`).waitFor();
  await page.keyboard.press("s");
  await page.getByTestId("entry-detail").getByRole("button", { name: "Star", pressed: true }).waitFor();
  await page.getByTestId("entry-detail").getByRole("button", { name: "Mark unread" }).waitFor();
  await page.keyboard.press("m");
  await page.getByTestId("entry-detail").getByRole("button", { name: "Mark read" }).waitFor();
  await page.keyboard.press("o");
  await page.waitForFunction(() => window.memory.opened.length === 1);
  await page.keyboard.press("?");
  await page.getByTestId("shortcuts").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("shortcuts").waitFor({ state: "detached" });
  await expectFocus(rows[1]);
  await page.keyboard.press(",");
  await page.getByTestId("settings").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("settings").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.getByTestId("entry-detail").waitFor({ state: "detached" });
  expect(await focused()).toBe(rows[1]);
  await page.keyboard.press("n");
  await page.getByTestId("paste-box").waitFor();
  expect(await page.getByTestId("paste-box").evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await page.locator("[data-view=all]").focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Rovers – Harbour" }).waitFor();
});

test("the palette does what is looked for, and goes to a feed", async () => {
  const page = await w.open("demo");
  await page.getByTestId("entry-row").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette").getByRole("option", { name: "Star Entries" }).waitFor();
  await page.keyboard.type("star");
  await page.keyboard.press("Enter");
  await page.getByTestId("palette").waitFor({ state: "detached" });
  await page.waitForFunction(async () => (await window.memory.entries({ feed: null, search: null, unread: false, starred: true, before: null, limit: 9 })).entries.length === 1);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("wire");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "All" }).waitFor();
});

test("a narrow window shows one part at a time", async () => {
  const page = await w.open("demo", { width: 400 });
  await page.getByTestId("entry-row").first().locator("button").first().click();
  await page.getByTestId("entry-detail").waitFor();
  expect(await listed().isVisible()).toBe(false);
  await page.getByRole("button", { name: "Back" }).click();
  await listed().waitFor();
  await page.getByRole("button", { name: "Feeds" }).click();
  await page.locator("[data-feed=demo-match] button").first().click();
  await page.getByRole("heading", { level: 1, name: "Rovers – Harbour" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
});

test("what is wrong is said, with what to do", async () => {
  const page = await w.open("trouble");
  await page.getByTestId("banner-config").getByText("line 14").waitFor();
  await page.getByTestId("banner-bell").getByRole("button", { name: "Test the bell" }).click();
  await page.getByTestId("banner-bell").waitFor({ state: "detached" });
  await page.getByTestId("banner-notice").getByRole("button", { name: "Dismiss" }).click();
  await page.getByTestId("banner-notice").waitFor({ state: "detached" });
});

test("settings are kept, and what cannot be is said", async () => {
  const page = await w.open("demo");
  await page.keyboard.press(",");
  await page.getByLabel("Theme").selectOption("dark");
  await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
  await page.getByLabel("Keep entries for (days)").fill("-3");
  await page.keyboard.press("Tab");
  await page.getByRole("alert").getByText("A whole number, 0 or more.").waitFor();
  await page.getByLabel("Keep entries for (days)").fill("30");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => window.memory.state.settings.retention_days === 30);
  await page.getByLabel("Ring with desktop notifications").uncheck();
  await page.getByText("Switched off.").waitFor();
});

test("a window that is made anew shows the place among the rows where it was left, and the entry", async () => {
  const page = await w.open("many");
  const rows = page.locator("[data-part=timeline] [role=list]");
  await listed().first().waitFor();
  const seen = () =>
    rows.evaluate((list) => {
      const edge = list.getBoundingClientRect().top;
      const below = [...list.querySelectorAll<HTMLElement>("[data-seq]")].filter((row) => row.getBoundingClientRect().bottom > edge + 1);
      return below.map((row) => Number(row.dataset["seq"]));
    });
  const top = async () => (await seen())[0] ?? 0;
  const newest = await top();
  const scrolled = async () => {
    await rows.evaluate((list) => list.scrollBy(0, 1500));
    return top();
  };
  await expect.poll(scrolled, { timeout: 10_000 }).toBeLessThan(newest - 150);
  await row((await seen())[2] ?? 0).getByRole("button").first().click();
  await page.getByTestId("entry-detail").waitFor();
  const [place, open] = [await top(), await page.getByTestId("entry-detail").getAttribute("data-seq")];
  await page.waitForFunction((seq) => JSON.parse(localStorage.getItem("tidings.window") ?? "{}").top === seq, place);
  await page.reload();
  await page.locator(`[data-testid=entry-detail][data-seq="${open}"]`).waitFor();
  await expect.poll(top, { timeout: 10_000 }).toBe(place);
  await page.keyboard.press("Home");
  await expect.poll(top, { timeout: 10_000 }).toBe(newest);
});

test("the window grows by keys, in a dialog too, and is as large as usual again", async () => {
  const page = await w.open("demo");
  const zoom = () => page.evaluate(() => document.documentElement.style.zoom);
  await page.keyboard.press("Control+=");
  await expect.poll(zoom, { timeout: 10_000 }).toBe("110%");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette").getByRole("combobox").fill("Larger");
  await page.keyboard.press("Enter");
  await expect.poll(zoom, { timeout: 10_000 }).toBe("125%");
  await page.keyboard.press("Control+0");
  await expect.poll(zoom, { timeout: 10_000 }).toBe("100%");
});
