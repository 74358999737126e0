/** What opens over the window: dialogs, pages of a feed, questions. */
import "../memory";

import { everyLook } from "./look";
import { add, choose, dialog, feedPage, health, rows, search } from "./ways";

everyLook({
  "save-search": {
    scene: "sorted",
    go: async (page) => {
      await search(page, "tag:city");
      await page.getByTestId("save-search").click();
      await page.getByRole("dialog").waitFor();
    },
  },
  add: { scene: "busy", go: (page) => add(page, "https://news.example.org/stream", "Add feed") },
  "add-refused": { scene: "busy", go: (page) => add(page, "https://example.org/refused", "Add anyway") },
  "add-home": { scene: "busy", go: (page) => add(page, "https://nas.example/events", "It is in my own network") },
  "add-page": { scene: "busy", go: (page) => add(page, "https://example.org/page", "cannot be added") },
  "add-looking": { scene: "busy", go: (page) => add(page, "https://example.org/slow", "Connecting to") },
  "add-wrong": { scene: "busy", go: (page) => add(page, "file:///etc/passwd", "not file:") },
  "add-catalogue": { scene: "busy", go: (page) => dialog(page, "a").then(() => page.getByTestId("catalogue").getByText("BBC Sport").first().waitFor()) },
  "add-fill-in": {
    scene: "busy",
    go: async (page) => {
      await dialog(page, "a");
      await page.getByTestId("catalogue").getByText("Home Assistant").click();
      await page.getByRole("button", { name: "Look at it" }).press("Enter");
      // The pointer lies on no button, whatever the size.
      await page.mouse.move(1, 1);
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
  "import-opml": { scene: "sorted", go: (page) => dialog(page, "Shift+I") },
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
  closing: { scene: "busy", go: (page) => rows(page).then(() => page.evaluate(() => window.memory.clickClose())).then(() => page.getByRole("dialog").waitFor()) },
  "add-login": { scene: "busy", go: (page) => add(page, "https://example.org/private", "wants a login") },
  allow: {
    scene: "busy",
    go: async (page) => {
      await page.getByText("Storm warning raised to orange").first().click();
      await page.getByRole("button", { name: "Report a delay" }).click();
      await page.getByTestId("allow").waitFor();
    },
  },
  snooze: { scene: "busy", go: (page) => dialog(page, "Shift+Z") },
});
