/** What can be said of a pasted address before the core is asked. */
import { text } from "../text";

/** What is wrong with it, in words; null where the core may look. `example.org/stream` is left to the core to put right. */
export function addressProblem(pasted: string): string | null {
  const address = pasted.trim();
  if (address === "") return text.add.empty;
  if (/\s/.test(address)) return text.add.notAddress;
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return text.add.scheme(`${scheme}:`);
  return null;
}

/** Whom the looking connects to. */
export function hostOf(pasted: string): string {
  const address = pasted.trim();
  return URL.canParse(address) ? new URL(address).host : address;
}
