/** Adding from the catalogue, the feed's page, rules, quiet, settings, first start: each flow to its end, by keyboard where it can be. */
import "./memory";

import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();
const rows = () => w.page.getByTestId("entry-row").first().waitFor();
const asked = (what: string) => w.page.waitForFunction((one) => window.memory.asked.includes(one), what);

async function feedPage(key: string): Promise<void> {
  await w.open("demo");
  await rows();
  await w.page.locator("[data-feed=demo-news] > button").click();
  await w.page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
  await w.page.keyboard.press(key);
  await w.page.getByTestId("feed-page").waitFor();
}

test("a catalogue feed without fields is two clicks away", async () => {
  const page = await w.open("demo");
  await page.getByTestId("add-feed").click();
  await page.getByTestId("paste-box").fill("sport");
  await page.getByRole("button", { name: "BBC Sport" }).click();
  await page.getByTestId("confirm-add").click();
  await page.getByRole("heading", { level: 1, name: "BBC Sport" }).waitFor();
});

test("a catalogue feed with a secret asks for it, and the secret goes into no address", async () => {
  const page = await w.open("demo");
  await page.getByTestId("add-feed").click();
  await page.getByRole("group", { name: "Category" }).getByRole("button", { name: "Home" }).click();
  await page.getByRole("button", { name: "Home Assistant" }).click();
  await page.getByRole("button", { name: "Look at it" }).click();
  expect(await page.getByText("Fill this in first.").count()).toBe(2);
  await page.getByLabel("Server").fill("home.example:8123");
  await page.getByLabel("Token").fill("Bearer hush");
  await page.keyboard.press("Enter");
  await page.getByTestId("folder").fill("House");
  expect(await page.getByTestId("paste-box").inputValue()).toBe("https://home.example:8123/api/stream?restrict=state_changed");
  await page.getByTestId("confirm-add").click();
  await page.getByRole("heading", { level: 1, name: "Home Assistant" }).waitFor();
  const feed = await page.evaluate(async () => (await window.memory.snapshot()).feeds.find((one) => one.name === "Home Assistant"));
  expect(feed).toMatchObject({ folder: "House", format: "home-assistant", connection: { headers: [{ name: "Authorization", value: null, secret: { from: "keyring" } }] } });
  expect(JSON.stringify(feed)).not.toContain("hush");
});

test("a link outside opens the feed for review and looks at nothing by itself", async () => {
  const page = await w.open("demo");
  await rows();
  await page.evaluate(() => window.memory.clickLink("https://news.example.org/stream"));
  await page.getByText("A link outside Tidings asks for this feed.").waitFor();
  expect(await page.getByTestId("preview").count()).toBe(0);
  await page.getByRole("button", { name: "Look", exact: true }).click();
  await page.getByTestId("confirm-add").waitFor();
});

test("a template is tried as it is typed, fields are inserted, and what is wrong has its place", async () => {
  await feedPage("t");
  const { page } = w;
  const title = page.locator("[data-field=title]");
  await title.fill("News: ");
  await page.getByTestId("template-fields").getByRole("button", { name: /^data.title/ }).click();
  expect(await title.inputValue()).toBe("News: {{ data.title }}");
  await page.getByTestId("trial-rows").getByText("News: Night trains return to the coast line from spring").first().waitFor();
  await page.getByTestId("week").getByText(/in the last week would have rung/).waitFor();
  await title.fill("News: {{ data.title");
  await page.getByText("Line 1, column 1: unexpected end of input").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Mend what is marked first.").waitFor();
  await title.fill("News: {{ data.title }}");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("feed-page").waitFor({ state: "detached" });
  expect(await page.evaluate(async () => (await window.memory.snapshot()).feeds.find((feed) => feed.id === "demo-news")?.template.title)).toBe("News: {{ data.title }}");
});

test("a rule is tried on the history before it is saved, moved, and removed with a way back", async () => {
  const page = await w.open("demo");
  await rows();
  await page.keyboard.press("Shift+U");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Pattern").fill("(");
  await page.getByText("The pattern is not a regular expression").waitFor();
  await page.getByLabel("Pattern").fill("");
  await page.getByLabel("Words").fill("comet");
  await page.getByTestId("rule-trial").getByText(/^\d+ entries of the latest/).waitFor();
  await page.getByLabel("Name").fill("Sky");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Your rules" }).getByText("Sky").waitFor();
  await page.getByRole("button", { name: "Remove the rule" }).click();
  await page.getByRole("list", { name: "Your rules" }).getByText("Sky").waitFor({ state: "detached" });
  await page.getByTestId("toast-undo").click();
  await page.getByRole("list", { name: "Your rules" }).getByText("Sky").waitFor();
});

test("the health of a feed is drawn, told in words, and acted on", async () => {
  await feedPage("h");
  const { page } = w;
  const chart = page.getByRole("img", { name: /The last 24 hours: [\d,]+ events; connected for/ });
  await chart.waitFor();
  await page.getByText("The chart as a table").click();
  expect(await page.getByRole("row").count()).toBe(25);
  await page.getByRole("button", { name: "Export its log…" }).click();
  await asked("log of demo-news");
  await page.getByRole("tab", { name: "Health" }).press("ArrowRight");
  await page.getByTestId("feed-bell").waitFor();
});

test("a feed's bell is set: digest, sound heard, quiet of its own, spoilers held back", async () => {
  await feedPage("l");
  const { page } = w;
  const bell = () => page.evaluate(async () => (await window.memory.snapshot()).feeds.find((feed) => feed.id === "demo-news")?.bell);
  await page.getByLabel("Ring for").selectOption("digest");
  await page.getByLabel("Minutes between two digests").fill("0");
  await page.keyboard.press("Tab");
  await page.getByText("A whole number from 1 to 1,440.").waitFor();
  await page.getByLabel("Minutes between two digests").fill("30");
  await page.keyboard.press("Tab");
  await page.getByLabel("Normal urgency").selectOption("chime");
  await page.getByRole("button", { name: "Play “Chime”" }).click();
  await asked("sound chime");
  await page.getByLabel("When this feed is quiet").selectOption("own");
  await page.getByTestId("quiet-hours").getByLabel("Sun").uncheck();
  await page.getByLabel("From", { exact: true }).fill("23:15");
  await page.keyboard.press("Tab");
  await page.getByLabel("Hold entries back for (seconds)").fill("45");
  await page.keyboard.press("Tab");
  await page.waitForFunction(async () => (await window.memory.snapshot()).feeds.find((feed) => feed.id === "demo-news")?.bell.spoiler_seconds === 45);
  expect(await bell()).toMatchObject({
    level: "digest",
    digest_minutes: 30,
    sound: { normal: "chime" },
    quiet: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat"], from: "23:15", to: "07:00" }],
  });
});

test("a connection is changed, its secret goes to the keyring, and a wrong number is told", async () => {
  await feedPage("i");
  const { page } = w;
  await page.getByLabel("How to log in").selectOption("bearer");
  await page.getByLabel("Token: New value").fill("hush");
  await page.getByLabel("Seconds the server may take to answer").fill("900");
  await page.getByRole("button", { name: "Save and connect anew" }).click();
  await page.getByText("A whole number from 1 to 300, or nothing.").waitFor();
  await page.getByLabel("Seconds the server may take to answer").fill("20");
  await page.getByRole("button", { name: "Save and connect anew" }).click();
  await page.getByTestId("feed-page").waitFor({ state: "detached" });
  const connection = await page.evaluate(async () => (await window.memory.snapshot()).feeds.find((feed) => feed.id === "demo-news")?.connection);
  expect(connection).toMatchObject({ timeout_seconds: 20, bearer: { from: "keyring" } });
  expect(JSON.stringify(connection)).not.toContain("hush");
});

test("everything is snoozed and rings again, by keyboard", async () => {
  const page = await w.open("demo");
  await rows();
  await page.keyboard.press("Shift+Z");
  await page.getByTestId("snooze-hour").press("Enter");
  await page.getByText(/^Snoozed until/).first().waitFor();
  await page.getByTestId("quiet-line").getByText(/^Snoozed until/).waitFor();
  await page.keyboard.press(",");
  await page.getByTestId("settings").getByTestId("snooze-all").getByRole("button", { name: "Ring again now" }).click();
  await page.getByText("It rings again.").waitFor();
  expect(await page.evaluate(async () => (await window.memory.snapshot()).bell.quiet)).toBeNull();
});

test("settings are searched, show their defaults, follow the file, and go back", async () => {
  const page = await w.open("demo");
  await rows();
  await page.keyboard.press(",");
  await page.getByLabel("Search the settings").fill("dnd");
  await page.getByText("No setting is called so.").waitFor();
  await page.getByLabel("Search the settings").fill("contrast");
  expect(await page.getByTestId("settings").locator("[data-setting]").count()).toBe(1);
  await page.getByText("Default: As the system").waitFor();
  // By hand, in the file.
  await page.evaluate(() => window.memory.editSettings({ window: { contrast: "high" } }));
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("[data-setting=contrast] select")?.value === "high");
  await page.getByRole("button", { name: "Back to the default: Contrast" }).click();
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("[data-setting=contrast] select")?.value === "system");
  await page.getByLabel("Search the settings").fill("licences");
  await page.getByRole("button", { name: "Licences of what it is made of" }).click();
  await page.getByTestId("licences").getByText("free software").waitFor();
});

test("feeds of a file are looked over before any is added", async () => {
  const page = await w.open("sorted");
  await rows();
  await page.keyboard.press("Shift+I");
  await page.getByText("What is in feeds.opml:").waitFor();
  await page.getByText('A "gopher:" address is not a live feed.').waitFor();
  await page.getByRole("button", { name: "Add 1 feed" }).click();
  await page.getByText("Added 1 feed.").waitFor();
});

test("what an import leaves out is called as the feed's page calls it", async () => {
  const page = await w.open("busy");
  await rows();
  await page.keyboard.press("Shift+I");
  await page.getByText("What is in tidings.toml:").waitFor();
  await page.getByText("this machine: Token · Proxy.").waitFor();
  await page.getByText("Request headers (X-Door-Key) · The feed is in my own network").waitFor();
});

test("from the first window to live feeds is one step, and the tour is in nobody's way", async () => {
  const page = await w.open("empty");
  await page.getByTestId("start-demo").press("Enter");
  await page.getByTestId("tour").getByText("1 of 4").waitFor();
  await page.getByTestId("entry-row").first().locator("button").first().click();
  await page.getByTestId("entry-detail").waitFor();
  for (let i = 0; i < 3; i++) await page.getByTestId("tour").getByRole("button", { name: "Next" }).click();
  await page.getByTestId("tour").getByRole("button", { name: "Done" }).click();
  await page.getByTestId("tour").waitFor({ state: "detached" });
});

test("what closing is to do is asked once, and done", async () => {
  const page = await w.open("demo");
  await rows();
  await page.evaluate(() => window.memory.clickClose());
  await page.getByTestId("closing").getByRole("button", { name: "Keep listening in the tray" }).click();
  await asked("close");
  expect(await page.evaluate(() => window.memory.state.settings.window)).toMatchObject({ close_to_tray: true, close_asked: true });
});

test("another language is spoken at once, from right to left where it is written so", async () => {
  const page = await w.open("busy");
  await rows();
  for (const [language, settings, dir] of [["de", "Einstellungen", "ltr"], ["es", "Ajustes", "ltr"], ["ja", "設定", "ltr"], ["ar", "الإعدادات", "rtl"]] as const) {
    await page.evaluate((tag) => window.memory.editSettings({ window: { language: tag } }), language);
    await page.getByRole("button", { name: settings }).first().waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([language, dir]);
  }
});
