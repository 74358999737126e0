/** Which rows the timeline shows, as the person chose it. */
import type { Filter } from "./apply";

export type View = { kind: "all" } | { kind: "unread" } | { kind: "starred" } | { kind: "feed"; id: string };

export function filterOf(view: View, search: string): Filter {
  const words = search.trim();
  return {
    feed: view.kind === "feed" ? view.id : null,
    search: words === "" ? null : words,
    unread: view.kind === "unread",
    starred: view.kind === "starred",
  };
}

export function sameView(a: View, b: View): boolean {
  return a.kind === b.kind && (a.kind !== "feed" || b.kind !== "feed" || a.id === b.id);
}

export function viewKey(view: View): string {
  return view.kind === "feed" ? `feed:${view.id}` : view.kind;
}
