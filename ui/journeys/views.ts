/** The main views, and how to come to them: for the accessibility checks and the pictures. */
import type { Page } from "playwright-core";

/** A look and a width of the window. */
export type Shot = `${"light" | "dark" | "light-contrast" | "dark-contrast" | "rtl"}-${"1280" | "800" | "400" | "zoom"}`;

/** Of every view a reference is kept at each width in each theme. */
export const USUAL: readonly Shot[] = ["light-1280", "dark-1280", "light-800", "dark-800", "light-400", "dark-400"];
/** Of the main view, with more contrast too. */
const CONTRAST: readonly Shot[] = ["light-contrast-1280", "dark-contrast-1280"];

export interface ViewUnderTest {
  scene: string;
  /** Those that are kept as references beside `USUAL`. */
  pictures?: readonly Shot[];
  go?: (page: Page) => Promise<unknown>;
}

const rows = (page: Page) => page.getByTestId("entry-row").first().waitFor();
/** The list of feeds is out of sight in a narrow window; its rows can be clicked all the same. */
const choose = (page: Page, selector: string) => page.locator(selector).first().dispatchEvent("click");

async function add(page: Page, url: string, until?: string): Promise<void> {
  await rows(page);
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill(url);
  await page.keyboard.press("Enter");
  await (until === undefined ? page.getByTestId("confirm-add") : page.getByText(until).first()).waitFor();
}

async function dialog(page: Page, key: string): Promise<void> {
  await rows(page);
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
}

async function search(page: Page, words: string): Promise<void> {
  await rows(page);
  await page.keyboard.press("/");
  await page.keyboard.type(words);
}

async function feedPage(page: Page, feed: string, key: string): Promise<void> {
  await rows(page);
  await choose(page, `[data-feed=${feed}] > button`);
  await page.locator(`[data-feed=${feed}] > button[aria-current=page]`).waitFor({ state: "attached" });
  await page.keyboard.press(key);
  await page.getByTestId("feed-page").waitFor();
}

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((language) => window.memory.editSettings({ window: { language } }), language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
}

/** The three panes, with an entry open. */
const main = (language = "en"): ViewUnderTest => ({
  scene: "busy",
  go: async (page) => {
    await rows(page);
    if (language !== "en") await speak(page, language);
    await page.getByText("Storm warning raised to orange").first().click();
    await page.getByTestId("entry-detail").waitFor();
  },
});

/** The page of a feed whose server is down. */
const health = (language = "en"): ViewUnderTest => ({
  scene: "busy",
  go: async (page) => {
    await rows(page);
    if (language !== "en") await speak(page, language);
    await feedPage(page, "city", "h");
    await page.locator("figure svg").first().waitFor();
  },
});

export const VIEWS: Record<string, ViewUnderTest> = {
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
      await search(page, "tag:c");
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
  "save-search": {
    scene: "sorted",
    go: async (page) => {
      await search(page, "tag:city");
      await page.getByTestId("save-search").click();
      await page.getByRole("dialog").waitFor();
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
  undo: { scene: "busy", go: (page) => rows(page).then(() => page.keyboard.press("Shift+A")).then(() => page.getByTestId("toast-undo").waitFor()) },
  add: { scene: "busy", go: (page) => add(page, "https://news.example.org/stream", "Add feed") },
  "add-refused": { scene: "busy", go: (page) => add(page, "https://example.org/refused", "Add anyway") },
  "add-page": { scene: "busy", go: (page) => add(page, "https://example.org/page", "cannot be added") },
  "add-looking": { scene: "busy", go: (page) => add(page, "https://example.org/slow", "Connecting to") },
  "add-wrong": { scene: "busy", go: (page) => add(page, "file:///etc/passwd", "not file:") },
  "add-catalogue": { scene: "busy", go: (page) => dialog(page, "a").then(() => page.getByTestId("catalogue").getByText("BBC Sport").first().waitFor()) },
  "add-fill-in": {
    scene: "busy",
    go: async (page) => {
      await dialog(page, "a");
      await page.getByTestId("catalogue").getByText("Home Assistant").click();
      await page.getByRole("button", { name: "Look at it" }).click();
    },
  },
  "feed-health": health(),
  "feed-bell": { scene: "busy", go: (page) => feedPage(page, "backups", "l") },
  "feed-connection": {
    scene: "busy",
    go: async (page) => {
      await feedPage(page, "backups", "i");
      await page.getByLabel("How to log in").selectOption("basic");
      await page.getByRole("button", { name: "Add a header" }).click();
    },
  },
  "feed-template": {
    scene: "busy",
    go: async (page) => {
      await feedPage(page, "demo-news", "t");
      await page.getByTestId("template-fields").getByText("message").waitFor();
      await page.locator("[data-field=title]").fill("News: {{ data.title");
      await page.getByText("unexpected end of input").waitFor();
    },
  },
  rules: {
    scene: "busy",
    go: async (page) => {
      await dialog(page, "Shift+U");
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByLabel("Words").fill("ferry, comet");
      await page.getByText(/of the latest/).waitFor();
    },
  },
  import: { scene: "busy", go: (page) => dialog(page, "Shift+I") },
  tour: { scene: "busy", go: (page) => rows(page).then(() => page.keyboard.press("Shift+T")).then(() => page.getByTestId("tour").waitFor()) },
  "settings-bell": {
    scene: "busy",
    go: async (page) => {
      await dialog(page, ",");
      await page.getByLabel("Search the settings").fill("bell");
    },
  },
  edit: {
    scene: "busy",
    go: async (page) => {
      await choose(page, "[data-feed=backups] > button");
      await page.getByRole("heading", { level: 1, name: "Backups at home" }).waitFor();
      await dialog(page, "e");
    },
  },
  settings: { scene: "busy", go: (page) => dialog(page, ",") },
  palette: { scene: "busy", go: (page) => dialog(page, "Control+k") },
  shortcuts: { scene: "busy", go: (page) => dialog(page, "?") },
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
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.memory.say("demo-match", { title: "Rovers 2–1 Harbour", body: "58′ Goal! Adebayo again.", replaces: "match-rov-har" }));
      await page.locator(".fresh").first().waitFor();
    },
  },
  waiting: {
    scene: "many",
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
  closing: { scene: "busy", go: (page) => rows(page).then(() => page.evaluate(() => window.memory.clickClose())).then(() => page.getByRole("dialog").waitFor()) },
  "main-arabic": main("ar"),
  "main-german": main("de"),
  "main-japanese": main("ja"),
  "main-spanish": main("es"),
  "welcome-arabic": { scene: "empty", go: (page) => speak(page, "ar") },
  "add-arabic": { scene: "busy", go: (page) => rows(page).then(() => speak(page, "ar")).then(() => add(page, "https://news.example.org/stream")) },
  "add-login": { scene: "busy", go: (page) => add(page, "https://example.org/private", "wants a login") },
  allow: {
    scene: "busy",
    go: async (page) => {
      await page.getByText("Storm warning raised to orange").first().click();
      await page.getByRole("button", { name: "Report a delay" }).click();
      await page.getByTestId("allow").waitFor();
    },
  },
  "settings-arabic": { scene: "busy", go: (page) => speak(page, "ar").then(() => dialog(page, ",")) },
  "health-arabic": health("ar"),
  "health-german": health("de"),
  snooze: { scene: "busy", go: (page) => dialog(page, "Shift+Z") },
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
};
