/** What the window asks and sets: logins, requests to hosts, levels, and the way from a search of the settings to a feed's page. */
import "./memory";

import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { keys } from "../src/text/en/keys";
import { world } from "./chromium";

const w = world();
const open = (scene: string) => w.open(scene);

test("a feed that wants a login is added with a token, which goes to the keyring and nowhere else", async () => {
  const page = await open("busy");
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill("https://example.org/private");
  await page.keyboard.press("Enter");
  const login = page.getByTestId("login");
  await login.waitFor();
  const add = page.getByTestId("confirm-add");
  expect(await add.isDisabled()).toBe(true);
  await login.getByLabel("Token").fill("hush-hush");
  await add.click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const feed = await page.evaluate(() => window.memory.snapshot().then(({ feeds }) => feeds.at(-1)));
  expect(feed?.url).toBe("https://example.org/private");
  expect(JSON.stringify(feed?.connection.bearer)).toContain("keyring");
  expect(JSON.stringify(feed)).not.toContain("hush-hush");
});

test("a user name and a password do as well", async () => {
  const page = await open("busy");
  await page.keyboard.press("a");
  await page.getByTestId("paste-box").fill("https://example.org/private");
  await page.keyboard.press("Enter");
  await page.getByLabel("How to log in").selectOption("basic");
  await page.getByLabel("User name").fill("sam");
  expect(await page.getByTestId("confirm-add").isDisabled()).toBe(true);
  await page.getByLabel("Password").fill("hush-hush");
  await page.getByTestId("confirm-add").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const basic = await page.evaluate(() => window.memory.snapshot().then(({ feeds }) => feeds.at(-1)?.connection.basic));
  expect(basic).toMatchObject({ user: "sam" });
});

async function openStorm(page: Page): Promise<void> {
  await page.getByText("Storm warning raised to orange").first().click();
  await page.getByTestId("entry-detail").waitFor();
}

test("the first request to a host is asked for with all that is sent, and the next is not", async () => {
  const page = await open("busy");
  await openStorm(page);
  const press = page.getByRole("button", { name: "Report a delay" });
  await press.click();
  const allow = page.getByTestId("allow");
  await allow.waitFor();
  for (const said of ["POST", "https://example.org/report", "News wire"]) expect(await allow.textContent()).toContain(said);
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await page.evaluate(() => window.memory.asked)).toEqual([]);
  await press.click();
  await page.getByTestId("allow-send").click();
  await page.getByText("sent, and the server took it").waitFor();
  await page.keyboard.press("3");
  await page.waitForFunction(() => window.memory.asked.length === 2);
  expect(await page.getByTestId("allow").count()).toBe(0);
  expect(await page.evaluate(() => window.memory.state.settings.bell.request_hosts)).toEqual(["example.org"]);
});

test("many feeds are set to one level at once, and back again", async () => {
  const page = await open("busy");
  const levels = () => page.evaluate(() => window.memory.snapshot().then(({ feeds }) => feeds.map(({ bell }) => bell.level)));
  const before = await levels();
  await page.keyboard.press("Shift+L");
  const dialog = page.getByTestId("levels");
  await dialog.getByLabel("Ring for").selectOption("urgent");
  await dialog.getByLabel("News wire").uncheck();
  await dialog.getByRole("button", { name: "Set for 7 feeds" }).click();
  await page.getByText("Set for 7 feeds.").waitFor();
  const now = await levels();
  expect(now.filter((level) => level === "urgent")).toHaveLength(7);
  expect(now[1]).toBe("always");
  await page.keyboard.press("Control+z");
  await expect.poll(levels).toEqual(before);
});

test("the settings find what is set for one feed, and lead to its page", async () => {
  const page = await open("busy");
  await page.keyboard.press(",");
  await page.getByRole("searchbox").fill("idle_seconds");
  const found = page.getByTestId("each-feed");
  expect(await found.textContent()).toContain("[feeds.*] idle_seconds");
  await found.getByRole("button").click();
  expect(await page.getByTestId("feed-page").getAttribute("data-tab")).toBe("connection");
});

test("a host's limit is set, changed and taken away, by whatever of an address is typed", async () => {
  const page = await open("busy");
  const limits = () => page.evaluate(() => window.memory.state.settings.connections.per_host);
  await page.keyboard.press(",");
  await page.getByRole("searchbox").fill("per_host");
  await page.getByLabel("Host", { exact: true }).fill("https://Stream.Example.org:8443/v1?x=1");
  await page.getByRole("button", { name: "Add a host" }).click();
  await expect.poll(limits).toEqual([{ host: "stream.example.org", most: 2 }]);
  await page.getByLabel("stream.example.org", { exact: true }).fill("5");
  await page.keyboard.press("Tab");
  await expect.poll(limits).toEqual([{ host: "stream.example.org", most: 5 }]);
  await page.getByRole("button", { name: "Remove the limit of stream.example.org" }).click();
  await expect.poll(limits).toEqual([]);
});

test("what went wrong is said in the language that is chosen, and in no other", async () => {
  const page = await open("trouble");
  await page.evaluate(() => window.memory.editSettings({ window: { language: "de" } }));
  const config = page.getByTestId("banner-config");
  await config.getByText("Hier steht etwas anderes, als stehen darf").waitFor();
  await config.getByText("Die letzte gute Fassung gilt weiter.").waitFor();
  await page.getByText("Es läuft kein Benachrichtigungsdienst.").waitFor();
  await page.locator("[data-feed=old-blog] > button").click();
  await page.getByText("Unter dieser Adresse gibt es nichts (404).").first().waitFor();
  expect(await page.getByText(/No notification service|The server refused/).count()).toBe(0);
  await page.getByText("„is:blue“ gibt es nicht").waitFor();
  await page.locator("[data-view=saved]").click();
  expect(await page.getByRole("combobox").first().inputValue()).toBe("is:blue");
});

test("from the first window to the first ring it is one click, and the tour is in nobody's way", async () => {
  const page = await open("empty");
  await page.getByTestId("start-demo").click();
  const row = page.getByTestId("entry-row").first();
  await row.waitFor();
  expect(await page.evaluate(() => window.memory.store.page({ feed: null, search: null, unread: false, starred: false, before: null, limit: 1 }).entries[0]?.rang)).toBe(true);
  await page.getByTestId("tour").waitFor();
  await row.click();
  await page.getByTestId("entry-detail").waitFor();
  await page.keyboard.press("j");
  expect(await page.getByTestId("tour").isVisible()).toBe(true);
});

test("the list of keys shows every action there is, and the palette every one that can be done", async () => {
  const page = await open("busy");
  const names = Object.values(keys.actions).sort();
  await page.keyboard.press("?");
  expect((await page.getByTestId("shortcuts").locator("dd").allTextContents()).sort()).toEqual(names);
  expect(await page.getByTestId("shortcuts").locator("dt:not(:has(kbd))").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.locator("[data-feed=city] > button").click();
  await page.getByTestId("entry-row").first().or(page.getByText("Nothing here yet")).first().waitFor();
  expect((await offered(page, names)).sort()).toEqual(names.filter((name) => !NOT_HERE.includes(name)).sort());
});

/** What has nothing to be about on the page of a feed that is waiting, with no entry at hand. */
const { actions } = keys;
const NOT_HERE = [
  ...[actions.open, actions.link, actions.copyLink, actions.firstButton, actions.secondButton, actions.thirdButton, actions.copyRows, actions.read],
  ...[actions.star, actions.choose, actions.unfold, actions.copyRaw, actions.showHeld, actions.keepSearch, actions.changeView, actions.removeView],
  ...[actions.wake, actions.dismissNotice, actions.undo, actions.palette],
];

/** Those of the names that the palette finds. */
async function offered(page: Page, names: readonly string[]): Promise<string[]> {
  await page.keyboard.press("Control+k");
  const palette = page.getByTestId("palette");
  const found: string[] = [];
  for (const name of names) {
    await palette.getByRole("combobox").fill(name);
    const labels = await palette.locator("[role=option] .label").allTextContents();
    if (labels.includes(name)) found.push(name);
  }
  await page.keyboard.press("Escape");
  return found;
}

test("the palette has what an entry, a search and a saved search can have done", async () => {
  const page = await open("sorted");
  await page.getByText("Rovers 1–1 Harbour").first().click();
  await page.getByTestId("entry-detail").waitFor();
  const ofEntry = [actions.open, actions.copyRows, actions.read, actions.star, actions.choose, actions.copyRaw];
  expect(await offered(page, ofEntry)).toEqual(ofEntry);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.locator("header h1", { hasText: "Weather at sea" }).waitFor();
  const ofSaved = [actions.changeView, actions.removeView];
  expect(await offered(page, ofSaved)).toEqual(ofSaved);
});

test("saved searches and tags are gone through by keyboard, in the order in which they stand", async () => {
  const page = await open("sorted");
  await page.getByTestId("entry-row").first().waitFor();
  const tags = await page.evaluate(() => window.memory.store.tags());
  expect(tags.length).toBeGreaterThan(1);
  const step = async (key: "n" | "p", title: string) => {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.locator("header h1", { hasText: title }).waitFor();
  };
  for (const title of ["Weather at sea", "Goals", tags[0] ?? ""]) await step("n", title);
  await step("p", "Goals");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette").getByRole("combobox").fill(tags[1] ?? "");
  await page.getByTestId("palette").getByRole("option", { name: tags[1] ?? "" }).filter({ hasText: "Tags" }).first().click();
  await page.locator("header h1", { hasText: tags[1] ?? "" }).waitFor();
});

test("from right to left the arrows are mirrored", async () => {
  const page = await open("busy");
  await page.evaluate(() => window.memory.editSettings({ window: { language: "ar" } }));
  await page.locator("html[dir=rtl]").waitFor();
  await page.locator("[data-feed=city] > button").click();
  await page.locator("header h1", { hasText: "City alerts" }).waitFor();
  await page.keyboard.press("e");
  const tab = page.getByRole("tab");
  await tab.first().focus();
  await page.keyboard.press("ArrowLeft");
  expect(await page.getByTestId("feed-page").getAttribute("data-tab")).toBe("health");
  await page.keyboard.press("ArrowRight");
  expect(await page.getByTestId("feed-page").getAttribute("data-tab")).toBe("general");
});
