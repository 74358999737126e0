import type { common as source } from "../en/common";
import { bytes, duration, list, number, percent } from "../rules";

export const common: typeof source = {
  app: "Tidings",
  cancel: "Cancelar",
  close: "Cerrar",
  save: "Guardar",
  undo: "Deshacer",
  dismiss: "Descartar",
  back: "Atrás",
  copy: "Copiar",
  copied: "Copiado.",
  copyFailed: "No se pudo escribir en el portapapeles.",
  loading: "Cargando…",
  startFailed: "Tidings no pudo leer su propio estado.",
  tryAgain: "Intentar de nuevo",
  number,
  bytes,
  list,
  percent,
  comma: ", ",
  stop: ". ",
  duration: (seconds) => duration(seconds, { s: "s", min: "min", h: "h" }),
};
