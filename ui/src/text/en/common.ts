/** Words of many places. */
import { bytes, duration, list, number, percent } from "../rules";

export const common = {
  app: "Tidings",
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  undo: "Undo",
  dismiss: "Dismiss",
  back: "Back",
  copy: "Copy",
  copied: "Copied.",
  copyFailed: "The clipboard could not be written.",
  loading: "Loading…",
  startFailed: "Tidings could not read its own state.",
  tryAgain: "Try again",
  number,
  bytes,
  list,
  percent,
  /** Between parts of a line, and behind a part that a screen reader is to set apart. */
  comma: ", ",
  stop: ". ",
  duration: (seconds: number) => duration(seconds, { s: "s", min: "min", h: "h" }),
};
