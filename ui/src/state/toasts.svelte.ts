/** Short messages at the foot of the window, some with an undo. A new one takes the place of the last. */
export interface Toast {
  id: number;
  message: string;
  kind: "done" | "error";
  undo: (() => void | Promise<void>) | null;
}

const LASTING = { undo: 10_000, done: 4_000, error: 12_000 };

export class Toasts {
  current = $state.raw<Toast | null>(null);
  #next = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  done(message: string, undo: Toast["undo"] = null): void {
    this.#show({ id: this.#next++, message, kind: "done", undo }, undo ? LASTING.undo : LASTING.done);
  }

  error(message: string): void {
    this.#show({ id: this.#next++, message, kind: "error", undo: null }, LASTING.error);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  /** Undoes what the shown message is about. */
  async undo(): Promise<void> {
    const undo = this.current?.undo;
    if (!undo) return;
    this.dismiss();
    await undo();
  }

  /** While the pointer or the focus is on it, it stays. */
  stay(): void {
    clearTimeout(this.#timer);
  }

  leave(): void {
    const toast = this.current;
    if (toast) this.#show(toast, toast.undo ? LASTING.undo : LASTING[toast.kind]);
  }

  #show(toast: Toast, lasting: number): void {
    clearTimeout(this.#timer);
    this.current = toast;
    this.#timer = setTimeout(() => this.dismiss(), lasting);
  }
}
