/** Which rows the timeline shows, as the person chose it. */
import type { Filter } from "./apply";
import { type Field, termText } from "./search";

/** The views that are always there. */
export const SMART = ["all", "unread", "starred", "highlights", "rang"] as const;
export type SmartKind = (typeof SMART)[number];

export type View =
  | { kind: SmartKind }
  | { kind: "feed"; id: string }
  | { kind: "folder"; name: string }
  | { kind: "tag"; name: string }
  | { kind: "saved"; id: string }
  /** What a summary counted: its popup was clicked. */
  | { kind: "counted"; seqs: number[] };

/** A search that is kept under a name. */
export interface Saved {
  id: string;
  name: string;
  search: string;
  unread: number;
}

/** What a view asks of the core beside its own flags, in the words of the search language. */
export function wordsOfView(view: View, saved: readonly Saved[] = []): string {
  switch (view.kind) {
    case "highlights":
      return "is:highlighted";
    case "rang":
      return "is:rang";
    case "folder":
      return termText("folder", view.name);
    case "tag":
      return termText("tag", view.name);
    case "saved":
      return saved.find(({ id }) => id === view.id)?.search ?? "";
    default:
      return "";
  }
}

/** What a search that is begun here can be kept within, where the view is a place. */
export function placeOf(view: View): { field: Field; value: string } | null {
  if (view.kind === "feed") return { field: "feed", value: view.id };
  return view.kind === "folder" || view.kind === "tag" ? { field: view.kind, value: view.name } : null;
}

export function filterOf(view: View, search: string, saved: readonly Saved[] = []): Filter {
  // A search is of the whole history, wherever it was begun: what it is to keep within stands in its words.
  if (search.trim() !== "") return { feed: null, search: search.trim(), unread: false, starred: false };
  const words = wordsOfView(view, saved);
  return {
    feed: view.kind === "feed" ? view.id : null,
    search: words === "" ? null : words,
    unread: view.kind === "unread",
    starred: view.kind === "starred",
    ...(view.kind === "counted" ? { only: view.seqs } : {}),
  };
}

export function sameView(a: View, b: View): boolean {
  return viewKey(a) === viewKey(b);
}

export function viewKey(view: View): string {
  switch (view.kind) {
    case "feed":
    case "saved":
      return `${view.kind}:${view.id}`;
    case "folder":
    case "tag":
      return `${view.kind}:${view.name}`;
    default:
      return view.kind;
  }
}

/** A view that was kept as text; null where that says nothing of use. */
export function viewOfKey(key: string): View | null {
  const [kind = "", ...rest] = key.split(":");
  const value = rest.join(":");
  const smart = SMART.find((known) => known === kind);
  if (smart) return { kind: smart };
  if (value === "") return null;
  if (kind === "feed" || kind === "saved") return { kind, id: value };
  if (kind === "folder" || kind === "tag") return { kind, name: value };
  return null;
}
