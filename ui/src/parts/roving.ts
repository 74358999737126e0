/** Arrow keys, Home and End move the keyboard between the children that match a selector, or from the container to the first of them. */
import type { Attachment } from "svelte/attachments";

export function roving(selector: string): Attachment<HTMLElement> {
  return (container) => {
    const onkeydown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const all = [...container.querySelectorAll<HTMLElement>(selector)];
      const at = all.findIndex((element) => element === document.activeElement);
      const within = at >= 0 || container === document.activeElement;
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (!within || to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      all[Math.min(all.length - 1, Math.max(0, to))]?.focus();
    };
    container.addEventListener("keydown", onkeydown);
    return () => container.removeEventListener("keydown", onkeydown);
  };
}
