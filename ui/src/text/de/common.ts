import type { en } from "../en";
import { bytes, duration, list, number, percent } from "../rules";

type Common = Pick<typeof en, "app" | "cancel" | "close" | "save" | "undo" | "dismiss" | "back" | "copy" | "copied" | "copyFailed" | "loading" | "startFailed" | "tryAgain" | "number" | "bytes" | "list" | "duration" | "percent" | "comma" | "stop">;

export const common: Common = {
  app: "Tidings",
  cancel: "Abbrechen",
  close: "Schließen",
  save: "Speichern",
  undo: "Rückgängig",
  dismiss: "Ausblenden",
  back: "Zurück",
  copy: "Kopieren",
  copied: "Kopiert.",
  copyFailed: "Die Zwischenablage konnte nicht beschrieben werden.",
  loading: "Wird geladen …",
  startFailed: "Tidings konnte seinen eigenen Zustand nicht lesen.",
  tryAgain: "Noch einmal versuchen",
  number,
  bytes,
  list,
  percent,
  comma: ", ",
  stop: ". ",
  duration: (seconds: number) => duration(seconds, { s: "s", min: "min", h: "h" }),
};
