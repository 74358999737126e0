/** The formats a person can choose. Others that a hand-written tidings.toml names are shown as they are. */
import { text } from "../text";

/** Lets the address decide. */
export const AUTO = "auto";

/** `recognised` is what the address decided for, where that is known. */
export function formatOptions(current: string, recognised: string = AUTO): { value: string; label: string }[] {
  const known = [
    { value: AUTO, label: recognised === AUTO ? text.format.auto : text.format.autoIs(recognised) },
    { value: "ntfy", label: text.format.ntfy },
  ];
  return known.some(({ value }) => value === current) ? known : [...known, { value: current, label: current }];
}

/** Which entries of a feed can ring. */
export function notifyOptions() {
  return (["always", "highlighted", "urgent", "digest", "never"] as const).map((value) => ({ value, label: text.notify[value] }));
}
