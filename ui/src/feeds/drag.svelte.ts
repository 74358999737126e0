/** A feed on its way to another place by pointer. The keyboard has its own way: `state/keys.ts`. */
import { foldersOf, type Placed, type Slot } from "./tree";

export class Drag {
  /** The feed that is dragged. */
  id = $state<string | null>(null);
  /** Where it would go. */
  #slot = $state.raw<Slot | null>(null);
  /** The row or folder that shows it. */
  #at = $state.raw<{ what: string; edge: "before" | "after" | "inside" } | null>(null);
  #feeds: () => readonly Placed[];
  #move: (id: string, slot: Slot) => void;

  constructor(feeds: () => readonly Placed[], move: (id: string, slot: Slot) => void) {
    this.#feeds = feeds;
    this.#move = move;
  }

  start(event: DragEvent, id: string): void {
    // Not before the browser has its picture of the row: a row that changes under it is let fall.
    setTimeout(() => (this.id = id));
    event.dataTransfer?.setData("text/plain", id);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  }

  /** Over a feed's row: its upper half is before it, its lower half after it. */
  over(event: DragEvent & { currentTarget: EventTarget & HTMLElement }, id: string): void {
    if (!this.#takes(event)) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const after = event.clientY > top + height / 2;
    this.#at = { what: id, edge: after ? "after" : "before" };
    // Onto itself: it stays.
    if (id === this.id) return void (this.#slot = null);
    const others = this.#others();
    const at = others.findIndex((feed) => feed.id === id);
    const folder = others[at]?.folder ?? null;
    this.#slot = { before: after ? this.#after(others, at, folder) : id, folder };
  }

  /** Over a folder: it goes to its end. */
  overFolder(event: DragEvent, name: string): void {
    if (!this.#takes(event)) return;
    const others = this.#others();
    const last = others.findLastIndex((feed) => feed.folder === name);
    this.#at = { what: `folder:${name}`, edge: "inside" };
    this.#slot = { before: others[last + 1]?.id ?? null, folder: name };
  }

  /** Over the empty part below all feeds. */
  overEnd(event: DragEvent): void {
    if (event.target !== event.currentTarget || !this.#takes(event)) return;
    this.#at = { what: "end", edge: "inside" };
    this.#slot = { before: null, folder: null };
  }

  drop(event: DragEvent): void {
    if (this.id === null) return;
    event.preventDefault();
    event.stopPropagation();
    const { id } = this;
    const slot = this.#slot;
    this.end();
    if (slot) this.#move(id, slot);
  }

  end(): void {
    this.id = null;
    this.#slot = null;
    this.#at = null;
  }

  showsBefore(id: string): boolean {
    return this.#at?.what === id && this.#at.edge === "before";
  }

  showsAfter(id: string): boolean {
    return this.#at?.what === id && this.#at.edge === "after";
  }

  showsInside(folder: string): boolean {
    return this.#at?.what === `folder:${folder}`;
  }

  #others(): readonly Placed[] {
    return this.#feeds().filter(({ id }) => id !== this.id);
  }

  /** Nothing but a feed of this window may be dropped here. */
  #takes(event: DragEvent): boolean {
    if (this.id === null) return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    return true;
  }

  /** The next one of the same list: what stands between in the file belongs to another folder. */
  #after(feeds: readonly Placed[], at: number, folder: string | null): string | null {
    if (folder === null) return feeds[at + 1]?.id ?? null;
    const next = feeds.findIndex((feed, index) => index > at && feed.folder === folder);
    return feeds[next < 0 ? at + 1 : next]?.id ?? null;
  }
}

/** The folders a feed can be put into by a menu. */
export function otherFolders(feeds: readonly Placed[], feed: Placed): string[] {
  return foldersOf(feeds).filter((name) => name !== feed.folder);
}
