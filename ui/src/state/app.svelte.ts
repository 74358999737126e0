/** The window's state. It holds no truth: what the core says is read again at each hint. */
import { createContext } from "svelte";

import type { EntryDelta } from "../bindings/EntryDelta";
import type { FeedView } from "../bindings/FeedView";
import type { WindowView } from "../bindings/WindowView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { ImportReview } from "../bindings/ImportReview";
import type { SavedView } from "../bindings/SavedView";
import type { Snapshot } from "../bindings/Snapshot";
import { type Host, type Shown, toWireError } from "../host/host";
import { ofRefusal, text } from "../text";
import { Announcer } from "./announcer.svelte";
import { press } from "./buttons";
import { Clock } from "./clock.svelte";
import { Icons } from "./icons";
import { Layout, type Pane } from "./layout.svelte";
import { Puller } from "./pull";
import { Reader } from "./reader.svelte";
import { Selection } from "./selection.svelte";
import { milliseconds } from "./time";
import { Timeline } from "./timeline.svelte";
import { Toasts } from "./toasts.svelte";
import { Undo, type Undoing } from "./undo";
import { sameView, type View } from "./view";

/** The one dialog that is open. */
export type OpenDialog =
  | { kind: "add"; url: string; linked?: boolean }
  | { kind: "edit"; id: string; tab?: FeedTab }
  | { kind: "settings" }
  | { kind: "shortcuts" }
  | { kind: "palette" }
  | { kind: "save-view"; search: string }
  | { kind: "rules" }
  | { kind: "snooze"; feed: string | null }
  | { kind: "import"; review: ImportReview }
  /** A button of an entry wants to send to a host that was not allowed yet. */
  | { kind: "allow"; entry: HistoryEntry; action: number; host: string }
  | { kind: "levels" }
  | { kind: "closing" };

/** The parts of a feed's page. */
export type FeedTab = "general" | "health" | "bell" | "connection" | "template";

/** After what was not told row by row the page rests as after so many rows. */
const UNTOLD = 100;

export class App {
  readonly host: Host;
  readonly clock = new Clock();
  readonly toasts = new Toasts();
  readonly announcer = new Announcer();
  readonly layout = new Layout();
  readonly icons: Icons;
  readonly selection = new Selection();
  readonly undoing = new Undo();
  readonly timeline: Timeline;
  readonly reader: Reader;
  snapshot: Snapshot;
  /** The step of the tour that is shown. */
  tour = $state<number | null>(null);
  /** Counts the wishes to type a search. */
  searchWish = $state(0);
  #dialog = $state.raw<OpenDialog | null>(null);
  /** What was asked for from outside while something was being written; the latest of it. */
  #waiting: OpenDialog | null = null;
  #pane = $state<Pane>("timeline");
  #puller: Puller;
  /** The newest entry that was announced. */
  #heard: number | null = null;

  constructor(host: Host, first: Snapshot) {
    this.host = host;
    this.timeline = new Timeline(host, { feeds: () => this.snapshot.feeds, saved: () => this.saved, grouping: () => this.layout.grouping, choosing: () => this.selection.size > 0, isChosen: (seq) => this.selection.has(seq) });
    this.reader = new Reader(host);
    this.icons = new Icons((seq) => host.picture(seq, "icon"));
    this.snapshot = $state.raw(first);
    this.#take(first);
    this.#puller = new Puller(
      () => this.#pull(),
      (error) => this.failed(error),
    );
  }

  get dialog(): OpenDialog | null {
    return this.#dialog;
  }

  set dialog(dialog: OpenDialog | null) {
    this.#dialog = dialog ?? this.#waiting;
    this.#waiting = null;
  }

  get pane(): Pane {
    return this.#pane;
  }

  set pane(pane: Pane) {
    this.#pane = pane;
    if (pane !== "feeds") this.layout.at({ pane });
  }

  /** Opens a dialog that the person did not ask for here: what they are writing is not taken from under their hands. */
  #ask(dialog: OpenDialog): void {
    if (isWriting()) this.#waiting = dialog;
    else this.dialog = dialog;
  }

  /** Starts to listen and reads the first page. Answers how to stop. */
  async start(): Promise<() => void> {
    const stopClock = this.clock.start();
    const unlisten = await Promise.all([
      this.host.onChanged(() => this.#puller.news()),
      this.host.onShow((shown) => void this.shown(shown)),
      this.host.onLink((url) => this.#look(url)),
      this.host.onClosing(() => this.#ask({ kind: "closing" })),
    ]);
    try {
      await this.#resume();
      // From here on wishes are told; those of before are asked for.
      const asked = await this.host.takeShown();
      const link = await this.host.takeLink();
      if (asked) await this.shown(asked);
      if (link !== null) this.#look(link);
    } catch (error) {
      this.failed(error);
    }
    return () => {
      stopClock();
      this.#puller.stop();
      this.announcer.stop();
      for (const stop of unlisten) stop();
    };
  }

  /** A `tidings:` link wants an address to be looked at. */
  #look(url: string): void {
    this.#ask({ kind: "add", url, linked: true });
  }

  /** Reads what changed. Answers when it is shown. */
  refresh(): Promise<void> {
    return this.#puller.hint();
  }

  /** Does one thing of the core, shows what came of it, and says in words what went wrong. Answers whether it went well. */
  async act(verb: () => Promise<unknown>): Promise<boolean> {
    try {
      await verb();
    } catch (error) {
      this.failed(error);
      return false;
    } finally {
      await this.refresh();
    }
    return true;
  }

  failed(error: unknown): void {
    this.toasts.error(ofRefusal(toWireError(error)));
  }

  /** Something was done that can be undone: by the message at the foot of the window, or by the keyboard for as long as it is remembered. */
  did(message: string | null, undo: Undoing["run"]): void {
    const done = this.undoing.push({ message, run: undo });
    if (message !== null) this.toasts.done(message, () => this.undo(done));
  }

  /** Undoes one thing, or what was done last. */
  async undo(done: Undoing | null = this.undoing.last): Promise<void> {
    if (!done || !this.undoing.take(done)) return;
    this.toasts.dismiss();
    await done.run();
  }

  /** How the window is to look. */
  get look(): WindowView {
    return this.snapshot.settings.window;
  }

  /** The searches that are kept as views. */
  get saved(): readonly SavedView[] {
    return this.snapshot.views;
  }

  feed(id: string): FeedView | null {
    return this.snapshot.feeds.find((feed) => feed.id === id) ?? null;
  }

  /** What the rows shown are called. */
  placeName(view: View = this.timeline.view): string {
    switch (view.kind) {
      case "feed":
        return this.feed(view.id)?.name ?? text.views.all;
      case "saved":
        return this.saved.find(({ id }) => id === view.id)?.name ?? text.views.all;
      case "folder":
      case "tag":
        return view.name;
      default:
        return text.views[view.kind];
    }
  }

  async go(view: View, search = ""): Promise<void> {
    const kept = view.kind === "saved" ? this.saved.find(({ id }) => id === view.id) : undefined;
    // A kept search that cannot be goes into the box, where it is put right.
    if (kept?.problem) return this.go({ kind: "all" }, kept.search);
    this.pane = "timeline";
    this.selection.clear();
    try {
      await this.timeline.show(view, search);
    } catch (error) {
      const refused = toWireError(error);
      // A word that is typed wrongly is put right where it is typed.
      if (refused.code === "invalid" && search.trim() !== "") this.timeline.problem = ofRefusal(refused);
      else this.failed(error);
      return;
    }
    this.layout.at({ view, search, top: null });
    const { list, more } = this.timeline.rows;
    if (search.trim() !== "") this.announcer.say(text.found(list.length, more));
    // A hint that came while this page was read was spent on the rows before it.
    void this.refresh();
  }

  /** Back to where the person was when the window went away. */
  async #resume(): Promise<void> {
    const { view, search, open, top, pane } = this.layout.spot;
    const there = this.#isThere(view) ? view : ({ kind: "all" } as const);
    try {
      await this.timeline.show(there, search, top);
    } catch (error) {
      if (search === "") throw error;
      await this.timeline.show(there, "");
    }
    if (open === null) return;
    await this.reader.show(open);
    if (this.reader.gone) return this.close();
    if (this.timeline.row(open)) this.timeline.focused = open;
    this.pane = pane;
  }

  #isThere(view: View): boolean {
    if (view.kind === "feed") return this.feed(view.id) !== null;
    if (view.kind === "saved") return this.saved.some(({ id }) => id === view.id);
    return view.kind !== "folder" || this.snapshot.feeds.some(({ folder }) => folder === view.name);
  }

  /** Opens an entry and marks it read. */
  async open(seq: number): Promise<void> {
    this.pane = "detail";
    this.timeline.focused = seq;
    this.layout.at({ open: seq });
    try {
      const row = this.timeline.row(seq);
      await this.reader.show(seq, row ? row.standing === "current" : undefined);
    } catch (error) {
      this.failed(error);
    }
    await this.#seen();
  }

  /** Closes the entry. */
  close(): void {
    this.reader.close();
    this.layout.at({ open: null });
  }

  /** A popup was clicked. */
  async shown({ seqs, action }: Shown): Promise<void> {
    const [seq, ...others] = seqs;
    if (seq === undefined) return;
    if (!isWriting()) this.dialog = null;
    await this.refresh();
    if (others.length > 0) return this.go({ kind: "counted", seqs });
    if (!this.timeline.row(seq)) await this.go({ kind: "all" });
    await this.open(seq);
    if (this.timeline.row(seq)) this.timeline.focus(seq);
    const entry = this.reader.detail?.entry;
    // Its button was pressed in the popup: what is to be allowed first is asked here.
    if (action !== null && entry?.seq === seq) await press(this, entry, action);
  }

  async #seen(): Promise<void> {
    const detail = this.reader.detail;
    if (!detail || detail.entry.read || detail.entry.seq !== this.reader.open) return;
    const mark = (read: boolean) => this.act(() => this.host.markRead({ kind: "entries", seqs: [detail.entry.seq] }, read));
    if (await mark(true)) this.did(null, () => mark(false));
  }

  /** Answers how many rows were read, or what that is worth. */
  async #pull(): Promise<number> {
    const { read, rows } = this.timeline;
    this.#heard ??= rows.top;
    const [snapshot, deltas] = await Promise.all([this.host.snapshot(), this.timeline.pull(() => this.reader.open)]);
    this.#take(snapshot);
    // What is chosen stays chosen only while its rows are there.
    this.selection.keep(this.timeline.rows.list);
    for (const delta of deltas) this.#hear(delta);
    await this.#follow(deltas);
    // Where more comes than is told, nobody reads all of it.
    return this.timeline.read - read + (deltas.some(({ waiting }) => waiting !== null) ? UNTOLD : 0);
  }

  /** Has the new entries announced; of those that were not told the numbers say how many they are. */
  #hear({ waiting, entries, latest }: EntryDelta): void {
    const heard = this.#heard ?? 0;
    const told = entries.filter((row) => row.seq > heard && row.standing === "current").length;
    this.announcer.arrived(waiting === null ? told : Math.max(0, latest - heard), (n) => text.newRowsIn(n, text.app));
    this.#heard = Math.max(heard, latest);
  }

  /** Keeps the open entry true. A new front of its card is read too, where the person is looking. */
  async #follow(deltas: Awaited<ReturnType<Timeline["pull"]>>): Promise<void> {
    const before = this.reader.open;
    const next = await this.reader.follow(deltas);
    if (next === null) return;
    if (this.timeline.focused === before) this.timeline.focused = next;
    if (document.hasFocus() && this.reader.detail && !this.reader.detail.entry.read) {
      await this.host.markRead({ kind: "entries", seqs: [next] }, true);
    }
  }

  #take(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.clock.sync(milliseconds(snapshot.now));
    this.clock.setFast(snapshot.feeds.some((feed) => feed.state.state === "waiting"));
    const { view } = this.timeline;
    if (!sameView(view, { kind: "all" }) && !this.#isThere(view)) void this.go({ kind: "all" });
  }
}

/** Whether a dialog holds something that was typed and is not saved. */
function isWriting(): boolean {
  return document.querySelector("[role=dialog] [data-writing]") !== null;
}

export const [useApp, provideApp] = createContext<App>();
