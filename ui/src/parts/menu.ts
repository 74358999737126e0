/** A menu that comes out of its button: where it stands, and what its keys do. */
import { on } from "svelte/events";

/** Letters typed within this many milliseconds of each other are one word. */
const PATIENCE = 1000;
/** Between the menu and its button, and between it and the edge of the window. */
const GAP = 4;
const EDGE = 8;
/** What can be chosen in a menu. */
export const ITEMS = "[role^=menuitem]:not(:disabled)";

/** Below its button and in line with its end; above it where there is more room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  menu.style.maxHeight = "";
  const at = button.getBoundingClientRect();
  // A button that was scrolled out of sight leaves its menu at the edge.
  const inside = (y: number) => Math.max(0, Math.min(innerHeight, y));
  const above = inside(at.top) - GAP - EDGE;
  const below = innerHeight - inside(at.bottom) - GAP - EDGE;
  const up = menu.offsetHeight > below && above > below;
  if (menu.offsetHeight > Math.max(above, below)) menu.style.maxHeight = `${Math.max(above, below)}px`;
  const x = getComputedStyle(button).direction === "rtl" ? at.left : at.right - menu.offsetWidth;
  menu.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - menu.offsetWidth - EDGE))}px`;
  menu.style.top = `${up ? inside(at.top) - GAP - menu.offsetHeight : inside(at.bottom) + GAP}px`;
}

/** Shows the menu in the page's main part, where no row cuts it off, and keeps it by its button. Answers what takes it away. */
export function unfold(menu: HTMLElement, button: HTMLElement, close: () => void): () => void {
  document.querySelector("main")?.append(menu);
  let frame = 0;
  let before = "";
  // Scrolling, another size of the window or of a pane, rows that come: whatever moves the button is seen where it stands.
  const follow = () => {
    const at = button.getBoundingClientRect();
    const here = [at.left, at.top, at.right, innerWidth, innerHeight, menu.scrollHeight, getComputedStyle(button).direction].join();
    if (here !== before) place(menu, button);
    before = here;
    frame = requestAnimationFrame(follow);
  };
  follow();
  const elsewhere = ({ target }: Event) => {
    if (target instanceof Node && !menu.contains(target) && !button.contains(target)) close();
  };
  const heard = [on(document, "pointerdown", elsewhere), on(document, "focusin", elsewhere)];
  return () => {
    cancelAnimationFrame(frame);
    for (const stop of heard) stop();
    menu.remove();
  };
}

/** Letters lead to the next item that begins with them. */
export class Typed {
  #word = "";
  #until = 0;

  hear(menu: HTMLElement, { key, timeStamp, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
    if ([...key].length !== 1 || key === " " || ctrlKey || metaKey || altKey) return;
    this.#word = (timeStamp < this.#until ? this.#word : "") + key.toLocaleLowerCase();
    this.#until = timeStamp + PATIENCE;
    // One letter again and again goes through all that begin with it.
    const [letter = ""] = this.#word;
    const word = this.#word.replaceAll(letter, "") === "" ? letter : this.#word;
    const all = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
    const at = all.findIndex((item) => item === document.activeElement) + (word === letter ? 1 : 0);
    const from = Math.max(0, at);
    [...all.slice(from), ...all.slice(0, from)].find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(word))?.focus();
  }
}
