import type { feeds as source } from "../en/feeds";
import { common } from "./common";

const { duration } = common;

export const feeds: typeof source = {
  feed: {
    add: "Añadir un canal",
    menu: (name) => `Más sobre ${name}`,
    edit: "Editar…",
    pause: "Pausar",
    resume: "Reanudar",
    reconnect: "Conectar de nuevo ya",
    checking: (name) => `Comprobando si «${name}» aún se oye.`,
    remove: "Quitar",
    removed: (name) => `Se quitó «${name}».`,
    restored: (name) => `«${name}» ha vuelto.`,
    badEvent: "El último evento que no se pudo leer:",
    lastHeard: (when) => `Oído por última vez ${when}`,
  },
  state: {
    word: (state) => ({ open: "En directo", connecting: "Conectando…", queued: "En cola", waiting: "En espera", stopped: "Detenido", paused: "En pausa" })[state],
    retryIn: (seconds) => (seconds > 0 ? `Nuevo intento en ${duration(seconds)}` : "Intentando ahora"),
    retryInShort: (seconds) => (seconds > 0 ? `De nuevo en ${duration(seconds)}` : "Intentando ahora"),
  },
  format: {
    label: "Formato",
    auto: "Automático",
    autoIs: (recognised) => `Automático: ${recognised}`,
    score: "Marcadores en vivo",
    help: "Automático deja decidir a la dirección y a los eventos.",
  },
  edit: { title: (name) => `Editar «${name}»`, saved: "Guardado.", url: "Dirección", name: "Nombre" },
};
