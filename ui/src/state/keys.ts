/** The keyboard: which action a key stands for. */
import { type Action, ACTIONS } from "./actions";
import type { App } from "./app.svelte";

/** How long the first of two keys is remembered. */
const PATIENCE = 1500;
const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };
const LETTER = /^[a-z]$/i;

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** A key as the list of actions writes it; null for one that no action has. */
export function keyName({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | null {
  if (altKey) return null;
  if (key.length > 1) return `${ctrlKey || metaKey ? "Ctrl " : ""}${shiftKey ? "Shift " : ""}${NAMES[key] ?? key}`;
  // Where the layout has other letters, the key at the place of the Latin one counts.
  const placed = key.length === 1 && key.charCodeAt(0) > 0x7f && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
  if (ctrlKey || metaKey) {
    // The plus may want Shift, or be the key that has the equals sign.
    if (/^[-+=0]$/.test(placed)) return `Ctrl ${placed === "=" ? "+" : placed}`;
    return LETTER.test(placed) && !shiftKey ? `Ctrl ${placed.toUpperCase()}` : null;
  }
  if (LETTER.test(placed)) return shiftKey ? `Shift ${placed.toUpperCase()}` : placed.toLowerCase();
  return placed;
}

const BY_KEYS = new Map(ACTIONS.filter((action) => !action.native).flatMap((action) => action.keys.map((keys) => [keys, action] as const)));
const FIRST = new Set([...BY_KEYS.keys()].flatMap((keys) => (/^. .$/u.test(keys) ? [keys.charAt(0)] : [])));

/** Whether the keys belong to something else: a text being typed, a menu, a dialog. */
function taken(app: App, action: Action | undefined, target: EventTarget | null): boolean {
  if (action?.over) return false;
  if (app.dialog !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest("[role=menu], [role=dialog], [role=listbox]")) return true;
  return !action?.everywhere && target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** A key that writes something: what WCAG 2.1.4 wants to be switched off. */
function isLetter({ key, ctrlKey, metaKey }: Pressed): boolean {
  return [...key].length === 1 && !ctrlKey && !metaKey;
}

let first: { key: string; until: number } | null = null;

export function handleKey(app: App, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keyName(event);
  if (key === null || (!app.look.letter_keys && isLetter(event))) return;
  const before = first !== null && event.timeStamp < first.until ? first.key : null;
  first = null;
  const action = (before === null ? undefined : BY_KEYS.get(`${before} ${key}`)) ?? BY_KEYS.get(key);
  if (taken(app, action, event.target)) return;
  if (before === null && FIRST.has(key)) {
    first = { key, until: event.timeStamp + PATIENCE };
    return;
  }
  if (!action || action.can?.(app) === false) return;
  if (action.onRow && !(document.activeElement as HTMLElement | null)?.dataset["feedId"]) return;
  event.preventDefault();
  void action.run(app);
}
