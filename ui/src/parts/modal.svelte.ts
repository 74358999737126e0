/** What a dialog does to the rest of the window: it can neither be used nor read aloud, and has the keyboard back afterwards. */
import { tick, untrack } from "svelte";
import type { Attachment } from "svelte/attachments";

const TABBED = "a[href], button, input, select, textarea, summary, [tabindex]";

class Modal {
  #open = $state(0);
  /** What had the keyboard before the first dialog: one may take the place of another. */
  #before: HTMLElement | null = null;

  get open(): boolean {
    return this.#open > 0;
  }

  /** For the element of a dialog. `first` is what has the keyboard there to begin with. */
  hold(first: () => HTMLElement | null | undefined): Attachment<HTMLElement> {
    return () => {
      this.#before ??= document.activeElement instanceof HTMLElement ? document.activeElement : null;
      untrack(() => (this.#open += 1));
      void tick().then(() => first()?.focus());
      return () => {
        this.#open -= 1;
        void tick().then(() => this.#giveBack());
      };
    };
  }

  #giveBack(): void {
    if (this.#open > 0) return;
    this.#before?.focus();
    this.#before = null;
  }
}

/** Whoever lies below a dialog is `inert` while this is open. */
export const modal = new Modal();

/** Tab goes round among what can be used, and never out of the page. */
export function goRound(event: KeyboardEvent): void {
  if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...document.querySelectorAll<HTMLElement>(TABBED)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(":disabled") && !element.closest("[inert]") && element.checkVisibility(),
  );
  const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (document.activeElement !== from || !to) return;
  event.preventDefault();
  to.focus();
}
