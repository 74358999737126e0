/** Custom properties from a script: the Content-Security-Policy allows no style attribute. */
import type { Attachment } from "svelte/attachments";

export function sized(properties: () => Record<string, string | number>): Attachment<HTMLElement> {
  return (element) => {
    $effect(() => {
      for (const [name, value] of Object.entries(properties())) element.style.setProperty(name, String(value));
    });
  };
}
