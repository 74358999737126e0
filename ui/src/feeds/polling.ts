/** How often a polled feed can be asked, in seconds. One that a hand-written tidings.toml names is shown as it is. */
import { text } from "../text";
import { length } from "../text/rules";

const CHOICES = [300, 900, 1800, 3600, 6 * 3600, 24 * 3600];

/** `0` leaves it to the feed's own rhythm. */
export function pollOptions(current: number | null): { value: string; label: string }[] {
  const known = current === null || CHOICES.includes(current) ? CHOICES : [...CHOICES, current].sort((a, b) => a - b);
  const each = known.map((seconds) => ({ value: String(seconds), label: length(seconds) }));
  return [{ value: "0", label: text.page.pollOwn }, ...each];
}
