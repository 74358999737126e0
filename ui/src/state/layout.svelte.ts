/** How the person arranged the window, and where they were: kept by the webview from one window to the next. */
import { type Grouping, GROUPINGS } from "./groups";
import { type View, viewKey, viewOfKey } from "./view";

/** The panes that have a width of their own, in CSS pixels. */
export const WIDTHS = {
  feeds: { least: 170, most: 420, usual: 232 },
  timeline: { least: 260, most: 720, usual: 400 },
} as const;
export type SizedPane = keyof typeof WIDTHS;

/** Which part a narrow window shows. */
export type Pane = "feeds" | "timeline" | "detail";

const KEY = "tidings.window";

interface Kept {
  feeds: number;
  timeline: number;
  grouping: Grouping;
  /** Folders and parts of the list of feeds that are folded up. */
  folded: string[];
  view: string;
  search: string;
  open: number | null;
  /** The row at the top of what is seen; null is the top of all. */
  top: number | null;
  pane: Pane;
}

/** Where a person is in the window. */
export interface Spot {
  view: View;
  search: string;
  open: number | null;
  top: number | null;
  pane: Pane;
}

const USUAL: Kept = { feeds: WIDTHS.feeds.usual, timeline: WIDTHS.timeline.usual, grouping: "time", folded: [], view: "all", search: "", open: null, top: null, pane: "timeline" };
/** So many folded folders are remembered. */
const MOST_FOLDED = 200;

/** A longer search is cut: nobody typed it. */
const LONGEST_SEARCH = 500;

const whole = (n: unknown) => (Number.isInteger(n) ? Number(n) : null);

/** What was kept; what is missing or makes no sense is as usual. */
function read(): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const kept = { ...USUAL, ...(found as Partial<Kept>) };
    return {
      feeds: clamp("feeds", Number(kept.feeds)),
      timeline: clamp("timeline", Number(kept.timeline)),
      grouping: GROUPINGS.find((known) => known === kept.grouping) ?? "time",
      folded: Array.isArray(kept.folded) ? kept.folded.map(String).slice(0, MOST_FOLDED) : [],
      view: String(kept.view),
      search: String(kept.search).slice(0, LONGEST_SEARCH),
      open: whole(kept.open),
      top: whole(kept.top),
      pane: kept.pane === "detail" ? "detail" : "timeline",
    };
  } catch {
    return { ...USUAL };
  }
}

function clamp(pane: SizedPane, width: number): number {
  const { least, most, usual } = WIDTHS[pane];
  return Number.isFinite(width) ? Math.round(Math.min(most, Math.max(least, width))) : usual;
}

export class Layout {
  #kept = $state.raw<Kept>(read());

  width(pane: SizedPane): number {
    return this.#kept[pane];
  }

  resize(pane: SizedPane, width: number): void {
    this.#keep({ [pane]: clamp(pane, width) });
  }

  get grouping(): Grouping {
    return this.#kept.grouping;
  }

  set grouping(grouping: Grouping) {
    this.#keep({ grouping });
  }

  isFolded(part: string): boolean {
    return this.#kept.folded.includes(part);
  }

  fold(part: string, folded: boolean): void {
    const others = this.#kept.folded.filter((other) => other !== part);
    this.#keep({ folded: (folded ? [part, ...others] : others).slice(0, MOST_FOLDED) });
  }

  /** Where the person was when the window went away. */
  get spot(): Spot {
    const { view, search, open, top, pane } = this.#kept;
    return { view: viewOfKey(view) ?? { kind: "all" }, search, open, top, pane };
  }

  at({ view, ...rest }: Partial<Spot>): void {
    const next: Partial<Kept> = view ? { ...rest, view: viewKey(view) } : rest;
    const same = Object.entries(next).every(([part, value]) => this.#kept[part as keyof Kept] === value);
    if (!same) this.#keep(next);
  }

  #keep(what: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...what };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // Without a place to keep it, it holds for this window.
    }
  }
}
