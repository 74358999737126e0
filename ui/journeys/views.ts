/** The main views, and how to come to them: for the accessibility checks and the pictures. */
import type { Page } from "playwright-core";

export interface ViewUnderTest {
  scene: string;
  go?: (page: Page) => Promise<unknown>;
}

const rows = (page: Page) => page.getByTestId("entry-row").first().waitFor();
/** The list of feeds is out of sight in a narrow window; its rows can be clicked all the same. */
const choose = (page: Page, selector: string) => page.locator(selector).first().dispatchEvent("click");

async function add(page: Page, url: string, until: string): Promise<void> {
  await rows(page);
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill(url);
  await page.keyboard.press("Enter");
  await page.getByText(until).first().waitFor();
}

async function dialog(page: Page, key: string): Promise<void> {
  await rows(page);
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
}

export const VIEWS: Record<string, ViewUnderTest> = {
  welcome: { scene: "empty" },
  main: {
    scene: "busy",
    go: async (page) => {
      await page.getByText("Storm warning raised to orange").first().click();
      await page.getByTestId("entry-detail").waitFor();
    },
  },
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
  hostile: { scene: "hostile", go: (page) => page.getByTestId("entry-row").first().locator("button").first().click() },
};
