import "./memory";

import { expect, test } from "vitest";

import { world } from "./chromium";

const w = world();
const feedRow = (id: string) => w.page.locator(`[data-testid=feed-row][data-feed="${id}"]`);
const see = (words: string | RegExp) => w.page.getByText(words).first().waitFor();

async function look(url: string): Promise<void> {
  await w.page.getByTestId("paste-box").fill(url);
  await w.page.keyboard.press("Enter");
}

async function openAdd(): Promise<void> {
  await w.open("demo");
  await feedRow("demo-news").waitFor();
  await w.page.getByTestId("add-feed").click();
}

test("with no feeds, the demo feeds are one click away", async () => {
  const page = await w.open("empty");
  await page.getByTestId("welcome").waitFor();
  await page.getByTestId("start-demo").click();
  await feedRow("demo-match").and(page.locator("[data-state=open]")).waitFor();
  await feedRow("demo-news").waitFor();
  await page.getByTestId("entry-row").first().getByRole("button").first().click();
  await page.getByTestId("entry-detail").waitFor();
});

test("an address pasted into the welcome page is looked at and added", async () => {
  const page = await w.open("empty");
  await look("https://news.example.org/stream");
  await page.getByTestId("preview").and(page.locator("[data-state=open]")).waitFor();
  await page.getByTestId("confirm-add").click();
  await page.getByTestId("feed-row").waitFor();
});

test("a feed is previewed, named, added, and then speaks", async () => {
  await openAdd();
  const { page } = w;
  await look("https://ntfy.sh/backups");
  const preview = page.getByTestId("preview");
  await preview.waitFor();
  expect(await preview.getByRole("listitem").count()).toBe(4);
  expect(await preview.getByLabel("Format").locator("option:checked").textContent()).toBe("Automatic: ntfy");
  await page.getByTestId("feed-name").fill("Backups");
  await preview.getByLabel("Ring for").selectOption("urgent");
  await page.getByTestId("confirm-add").click();
  await page.getByRole("heading", { level: 1, name: "Backups" }).waitFor();
  await see("Nothing said yet");
  await page.evaluate(() => void window.memory.say("feed-3", { title: "Backup finished" }));
  await page.getByTestId("entry-row").getByText("Backup finished").waitFor();
  const saved = await page.evaluate(async () => (await window.memory.snapshot()).feeds.at(-1));
  expect(saved).toMatchObject({ name: "Backups", url: "https://ntfy.sh/backups", format: null, bell: { level: "urgent" } });
});

test("a name of a private network is connected to when the person says that it is theirs", async () => {
  await openAdd();
  await look("https://nas.example/events");
  const preview = w.page.getByTestId("preview");
  await see(/leads to this machine or into a private network/);
  await preview.getByTestId("at-home").click();
  await preview.and(w.page.locator("[data-state=open]")).waitFor();
  expect(await preview.getByTestId("at-home").count()).toBe(0);
  await w.page.getByTestId("confirm-add").click();
  await w.page.getByRole("heading", { level: 1, name: "nas.example" }).waitFor();
  const saved = await w.page.evaluate(async () => (await window.memory.snapshot()).feeds.at(-1));
  expect(saved?.connection.private_network).toBe(true);
});

test("a pasted address is looked at without another key", async () => {
  await openAdd();
  await w.page.getByTestId("paste-box").evaluate((element) => {
    const box = element as HTMLInputElement;
    box.dispatchEvent(new Event("paste"));
    box.value = "https://news.example.org/stream";
    box.dispatchEvent(new Event("input"));
  });
  await w.page.getByTestId("confirm-add").waitFor();
});

test("what is no feed's address is said beside the box, and nothing is saved", async () => {
  await openAdd();
  for (const [typed, words] of [
    ["", "Paste an address first."],
    ["not an address", "It should look like https://example.org/stream."],
    ["file:///etc/passwd", "not file:"],
    ["javascript:alert(1)", "not javascript:"],
    ["https://", "is not an address"],
  ] as const) {
    await look(typed);
    await w.page.getByRole("alert").getByText(words).waitFor();
    expect(await w.page.getByTestId("paste-box").getAttribute("aria-invalid")).toBe("true");
    expect(await w.page.getByTestId("preview").count()).toBe(0);
  }
  expect(await w.page.evaluate(async () => (await window.memory.snapshot()).feeds.length)).toBe(2);
});

test("a web page instead of a stream cannot be added, and it is said why", async () => {
  await openAdd();
  await look("https://example.org/page");
  await see(/answered with a web page/);
  await see(/Look for the address of the stream itself/);
  expect(await w.page.getByTestId("confirm-add").count()).toBe(0);
});

test("a server that is down may come up: add anyway", async () => {
  await openAdd();
  await look("https://example.org/refused");
  await see(/the connection was refused/);
  await see(/Check the port/);
  await w.page.getByRole("button", { name: "Add anyway" }).click();
  await feedRow("feed-3").waitFor();
});

test("a feed that said nothing yet can be added", async () => {
  await openAdd();
  await look("https://example.org/quiet");
  await see(/has said nothing yet/);
  await w.page.getByRole("button", { name: "Add anyway" }).click();
  await feedRow("feed-3").waitFor();
});

test("a look can be cancelled", async () => {
  await openAdd();
  await look("https://slow.example.org/slow");
  await see("Connecting to slow.example.org");
  await w.page.getByRole("button", { name: "Cancel" }).click();
  await w.page.getByText("Connecting to slow").waitFor({ state: "detached" });
  await look("https://news.example.org/stream");
  await w.page.getByTestId("confirm-add").waitFor();
});

test("a feed that is there already is gone to", async () => {
  await openAdd();
  await look("http://127.0.0.1:7777/demo-news");
  await see("You already have this feed: “News wire”.");
  await w.page.getByTestId("go-there").click();
  await w.page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
});

test("a removed feed comes back with its history", async () => {
  const page = await w.open("demo");
  await feedRow("demo-news").hover();
  await feedRow("demo-news").getByRole("button", { name: "More for News wire" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await feedRow("demo-news").waitFor({ state: "detached" });
  await page.getByText("Removed “News wire”.").waitFor();
  expect(await page.getByTestId("entry-row").count()).toBe(1);
  await page.getByTestId("toast-undo").click();
  await feedRow("demo-news").waitFor();
  await page.getByTestId("entry-row").nth(5).waitFor();
  expect(await page.getByTestId("feed-row").last().getAttribute("data-feed")).toBe("demo-news");
});

test("a feed is edited, paused, and resumed", async () => {
  const page = await w.open("demo");
  await feedRow("demo-news").locator("button").first().click();
  await page.keyboard.press("e");
  await page.getByTestId("edit-feed").getByLabel("Name").fill("The wire");
  await page.getByRole("button", { name: "Save" }).click();
  await feedRow("demo-news").getByText("The wire").waitFor();
  await page.keyboard.press("p");
  await feedRow("demo-news").and(page.locator("[data-state=paused]")).waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await feedRow("demo-news").and(page.locator("[data-state=open]")).waitFor();
});

test("a waiting feed counts down, says why, and connects at once when asked", async () => {
  const page = await w.open("busy", { clock: true });
  await feedRow("city").getByText(/Again in 4\d s/).waitFor();
  await page.clock.runFor(40_000);
  await feedRow("city").getByText(/Again in [5-9] s/).waitFor();
  await feedRow("city").locator("button").first().click();
  await see("The server answered 503 (not available now).");
  await page.getByRole("button", { name: "Reconnect now" }).click();
  await feedRow("city").and(page.locator("[data-state=open]")).waitFor();
});

test("a feed that waits for a place at its host is told from the others, and says which host", async () => {
  const page = await w.open("busy");
  await feedRow("third").and(page.locator("[data-state=queued]")).waitFor();
  expect(await page.locator("[data-testid=feed-row][data-state=queued]").count()).toBe(1);
  await feedRow("third").getByRole("button").first().click();
  const head = page.locator(".head");
  for (const words of ["In a queue", "streams.example.org takes 2 connections at once, and has them.", "Pause a feed of this host."]) {
    await head.getByText(words).waitFor();
  }
});

test("reconnecting a feed that is open says that it is checked", async () => {
  const page = await w.open("demo");
  await feedRow("demo-news").and(page.locator("[data-state=open]")).waitFor();
  await feedRow("demo-news").getByRole("button").first().click();
  await page.getByRole("heading", { level: 1, name: "News wire" }).waitFor();
  await page.keyboard.press("r");
  await see("Looking whether “News wire” can still be heard.");
});

test("what may be missing is said with its times", async () => {
  await w.open("busy");
  await feedRow("city").getByRole("button").first().click();
  await see(/What it said between .+ and .+ may be missing: the server did not say/);
});
