/** The window itself: its three panes, and what stands in them. */
import "../memory";

import { everyLook } from "./look";
import { CONTRAST, choose, main, rows, search } from "./ways";

everyLook({
  welcome: { scene: "empty" },
  main: main(),
  sorted: {
    scene: "sorted",
    pictures: CONTRAST,
    go: async (page) => {
      await page.getByText("Rovers 1–1 Harbour").first().click();
      await page.getByTestId("entry-detail").waitFor();
    },
  },
  search: {
    scene: "sorted",
    go: async (page) => {
      await search(page, 'feed:"News wire" trees');
      await page.locator("mark").first().waitFor();
    },
  },
  suggestions: {
    scene: "sorted",
    go: async (page) => {
      // At once: typed slowly, as on a busy machine, what stands there before the last letter is searched for.
      await search(page, "");
      await page.keyboard.insertText("tag:c");
      await page.getByRole("option").first().waitFor();
    },
  },
  nothing: { scene: "sorted", go: (page) => search(page, "zzzz").then(() => page.getByText("Nothing found").first().waitFor()) },
  chosen: {
    scene: "sorted",
    go: async (page) => {
      await rows(page);
      for (const key of ["j", "x", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
      await page.getByTestId("selection-bar").waitFor();
    },
  },
  gathered: {
    scene: "sorted",
    go: async (page) => {
      await rows(page);
      // By time, match, story: feed.
      for (let step = 0; step < 3; step++) await page.keyboard.press("v");
      await page.getByRole("button", { name: /^\d+ more$/ }).first().click();
    },
  },
  highlights: { scene: "sorted", go: (page) => choose(page, "[data-view=highlights]").then(() => page.getByRole("heading", { name: "Highlights" }).first().waitFor()) },
  card: {
    scene: "busy",
    go: async (page) => {
      await page.getByText("Rovers 1–1 Harbour").first().click();
      await page.getByText("Raw event").click();
    },
  },
  feeds: {
    scene: "busy",
    eachSize: true,
    go: async (page) => {
      await rows(page);
      const back = page.getByRole("button", { name: "Feeds", exact: true });
      if (await back.isVisible()) await back.click();
    },
  },
  trouble: { scene: "trouble", go: (page) => rows(page).then(() => page.keyboard.press("j")) },
  "feed-waiting": { scene: "busy", go: (page) => choose(page, "[data-feed=city] > button") },
  "feed-open": { scene: "busy", go: (page) => choose(page, "[data-feed=demo-news] > button") },
  unread: { scene: "busy", go: (page) => choose(page, "[data-view=unread]") },
  "empty-starred": { scene: "busy", go: (page) => choose(page, "[data-view=starred]").then(() => page.getByText("No stars yet").waitFor()) },
  menu: {
    scene: "busy",
    go: async (page) => {
      await choose(page, "[data-feed=city] > button");
      await page.locator("header").getByRole("button", { name: "More for City alerts" }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  // What passes by itself is begun anew for each size: a busy machine takes longer over all four than it stands.
  undo: { scene: "busy", eachSize: true, go: (page) => rows(page).then(() => page.keyboard.press("Shift+A")).then(() => page.getByTestId("toast-undo").waitFor()) },
  compact: {
    scene: "busy",
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.memory.editSettings({ window: { density: "compact" } }));
      await page.locator("html[data-density=compact]").waitFor({ state: "attached" });
      await page.getByText("Storm warning raised to orange").first().click();
      await page.getByTestId("entry-detail").waitFor();
    },
  },
  changed: {
    scene: "busy",
    eachSize: true,
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.memory.say("demo-match", { title: "Rovers 2–1 Harbour", body: "58′ Goal! Adebayo again.", replaces: "match-rov-har" }));
      await page.locator(".fresh").first().waitFor();
    },
  },
  waiting: {
    scene: "many",
    eachSize: true,
    go: async (page) => {
      await rows(page);
      // The window hears of it a frame later: only then does it hold back what comes.
      await page.getByRole("list", { name: "Timeline" }).evaluate(
        (list) =>
          new Promise((heard) => {
            list.addEventListener("scroll", heard, { once: true });
            list.scrollTo(0, 900);
          }),
      );
      await page.evaluate(() => {
        for (let i = 0; i < 12; i++) window.memory.store.append("demo-news", { title: `Fresh ${i}` }, "rang");
        window.memory.hint();
      });
      await page.getByTestId("new-rows").waitFor();
    },
  },
  quiet: {
    scene: "busy",
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { bell } = window.memory.state;
        window.memory.state.bell = { ...bell, held: 12 };
        return window.memory.snooze(null, "2026-11-23T08:00:00Z");
      });
      await page.getByTestId("quiet-line").getByText("Held: 12").waitFor({ state: "attached" });
    },
  },
  hostile: { scene: "hostile", go: (page) => page.getByTestId("entry-row").first().locator("button").first().click() },
});
