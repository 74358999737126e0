/** The buttons that a feed gives its entries. */
import type { HistoryEntry } from "../bindings/HistoryEntry";
import { ofTrouble, text } from "../text";
import type { App } from "./app.svelte";
import { copy, openLink } from "./commands";

/** Presses one. With `allow`, the person has just allowed that host. */
export async function press(app: App, entry: HistoryEntry, action: number, allow: string | null = null): Promise<void> {
  const button = entry.actions[action];
  if (!button) return;
  if (button.kind === "open") return openLink(app, entry.seq, action);
  if (button.kind === "copy") return copy(app, button.text ?? "");
  await send(app, entry, action, allow);
}

async function send(app: App, entry: HistoryEntry, action: number, allow: string | null): Promise<void> {
  const label = entry.actions[action]?.label ?? "";
  // A server may take its time.
  const patience = setTimeout(() => app.toasts.done(text.act.sending(label)), 400);
  await app.act(async () => {
    const acted = await app.host.act(entry.seq, action, allow);
    clearTimeout(patience);
    if (acted.state === "needs_confirmation") app.dialog = { kind: "allow", entry, action, host: acted.host };
    else if (acted.state === "sent") app.toasts.done(text.act.sent(label));
    else app.toasts.error(text.act.failed(label, ofTrouble(acted)));
  });
  clearTimeout(patience);
}
