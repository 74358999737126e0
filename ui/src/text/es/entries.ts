import type { RingCode } from "../../bindings/RingCode";
import type { entries as source } from "../en/entries";
import { number } from "../rules";
import { plural } from "./plural";

const many = (n: number) => plural(n, { one: "# entrada", other: "# entradas" });

const RINGS: Record<RingCode, string> = {
  rang: "Avisó.",
  updated: "Cambió el aviso de su tarjeta sin sonido.",
  gathered: "Se contó en un resumen, sin aviso propio.",
  pending: "Está a punto de avisar.",
  failed: "Debía avisar, pero la notificación no llegó.",
  "held:quiet_hours": "Espera el fin de las horas de silencio y estará en el resumen.",
  "held:snoozed": "Espera el fin de la pausa y estará en el resumen.",
  "held:do_not_disturb": "Espera a que se pueda molestar de nuevo y estará en el resumen.",
  "held:digest": "Espera el próximo resumen del canal.",
  "silent:bell_off": "En silencio: la campana está apagada en los ajustes.",
  "silent:feed_never": "En silencio: este canal nunca avisa.",
  "silent:not_urgent": "En silencio: este canal avisa solo de lo urgente.",
  "silent:not_highlighted": "En silencio: este canal avisa solo de lo destacado.",
  "silent:rule": "En silencio: lo dice una regla o la plantilla del canal.",
  "silent:minor": "En silencio: un cambio menor de su tarjeta.",
  "silent:quiet_hours": "En silencio: llegó en horas de silencio.",
  "silent:snoozed": "En silencio: la campana estaba pospuesta.",
  "silent:do_not_disturb": "En silencio: el escritorio pidió no ser molestado.",
  "silent:already_read": "En silencio: se leyó antes de poder avisar.",
  "silent:replaced": "En silencio: una entrada más nueva de la tarjeta ocupó su lugar.",
  "silent:earlier": "En silencio: ya estaba antes de que añadieras el canal.",
};

export const entries: typeof source = {
  entry: {
    unread: "Sin leer",
    urgent: "Urgente",
    low: "Poco urgente",
    starred: "Con estrella",
    star: "Estrella",
    unstar: "Quitar la estrella",
    markRead: "Marcar como leída",
    markUnread: "Marcar como no leída",
    openLink: "Abrir el enlace",
    withdrawn: "Retirada por el canal",
    published: "Publicada",
    received: "Recibida",
    bell: "Campana",
    feed: "Canal",
    tags: "Etiquetas",
    earlier: (n) => `Antes en esta tarjeta (${number(n)})`,
    replacedBy: "Una entrada más nueva representa esta tarjeta.",
    raw: "Evento en bruto",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "Copiar el evento en bruto",
    none: "Elige una entrada para leerla.",
    noneHelp: "Pulsa j y k para recorrer las entradas, y ? para ver todas las teclas.",
    gone: "Esta entrada ya no se conserva.",
    markedRead: (n) => `Marcadas como leídas: ${many(n)}.`,
    markedUnread: (n) => `Marcadas como no leídas: ${many(n)}.`,
    starredMany: (n) => `Con estrella: ${many(n)}.`,
    unstarredMany: (n) => `Sin estrella: ${many(n)}.`,
    highlighted: "Destacada",
    fields: "Campos",
    fieldName: "Campo",
    fieldValue: "Valor",
    part: (field) =>
      ({ title: "título", body: "texto", link: "enlace", image: "imagen", icon: "icono", time: "hora", urgency: "urgencia", tags: "etiquetas", key: "identidad", replaces: "tarjeta" })[field] ?? field,
    picture: "Imagen",
    picturesOff: (host) => `Una imagen de ${host}. No se cargan imágenes.`,
    loadPictures: "Cargar imágenes",
    pictureFailed: "No se pudo cargar la imagen.",
    linkAddress: (host) => `Abre ${host} en tu navegador`,
    copyText: "Copiar el texto",
    next: "Entrada siguiente",
    previous: "Entrada anterior",
    nothingToMark: "No había nada sin leer.",
  },
  ring: {
    why: (code) => (RINGS as Partial<Record<string, string>>)[code] ?? code,
    short: (code) =>
      ({ rang: "Avisó", updated: "Cambió su aviso", gathered: "En un resumen", failed: "No pudo avisar", pending: "A punto de avisar" })[code] ??
      (code.startsWith("held:") ? "Espera para avisar" : "En silencio"),
  },
};
