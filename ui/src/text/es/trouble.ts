import type { Translated } from "../en/trouble";
import { list } from "../rules";
import { plural } from "./plural";

export const trouble: Translated = {
  connection: {
    ended: ["El servidor terminó la transmisión.", ""],
    idle: ["Hace demasiado que no llega ninguna señal.", "Si este canal suele callar tanto, dale más tiempo en «Conexión»."],
    dns: ["Ese nombre no tiene ninguna dirección.", "Revisa cómo está escrita la dirección y tu conexión a internet."],
    refused: ["Nadie responde en esa dirección.", "Revisa el puerto y que el servidor esté en marcha."],
    broken: ["La conexión se cortó.", "Si continúa, revisa tu conexión a internet."],
    timeout: ["El servidor no respondió a tiempo.", ""],
    tls: ["El servidor no pudo demostrar quién es.", "Revisa la fecha y la hora de este equipo. Si están bien, debe arreglarlo su dueño: sin esa prueba Tidings no se conecta."],
    proxy: ["Falló el proxy.", "Revisa el proxy del canal en «Conexión», o el del sistema."],
    proxy_denied: ["El proxy pide usuario y contraseña.", "Revisa el usuario y la contraseña del proxy en «Conexión», o en los ajustes del sistema."],
    address: ["Este canal no puede llegar a esa dirección.", "Revisa la dirección. Si el canal está en tu propia red, configúralo con esa misma dirección."],
    redirect: ["El servidor redirige de una manera que no se puede seguir.", "Busca en la documentación del canal su dirección actual."],
    not_a_stream: ["La respuesta no es un flujo de eventos.", "Busca en la documentación del sitio la dirección del propio flujo de eventos."],
    packed: ["El servidor envía el flujo de eventos comprimido.", "Quien lo lleva tiene que enviarlo sin comprimir en esta dirección (sin Content-Encoding)."],
    no_content: ["El servidor pide que no se vuelva.", "Conecta de nuevo cuando esperes algo allí, o quita el canal."],
    denied: ["El servidor no te deja entrar.", "Da al canal un usuario y contraseña o un token en «Conexión», o comprueba que tu cuenta pueda leerlo."],
    not_found: ["No hay nada en esa dirección.", "Revisa la dirección."],
    too_many: ["El servidor pide volver más tarde.", ""],
    server_error: ["El servidor tiene un error propio.", ""],
    other_status: ["El servidor lo rechazó.", "Revisa la dirección y lo que pide la documentación del canal."],
    too_big: ["El canal dijo más de lo que puede.", "Si debe ser así, sube su límite en «Conexión»."],
    secret: ["No se pudo leer un secreto de este canal.", "Indícalo y conecta de nuevo."],
    storage: ["No se pudo guardar lo que llegó.", "Nada se pierde: Tidings sigue solo en cuanto haya sitio."],
    crowded: ["Este servidor no admite más conexiones a la vez.", "Pausa otro canal del mismo servidor, o reúne varios en una dirección donde se pueda."],
  },
  bell: {
    hung: ["El servicio de notificaciones no respondió a tiempo.", "Puede estar bloqueado: reinícialo, o cierra la sesión y vuelve a entrar."],
    too_slow: ["El servicio de notificaciones es demasiado lento.", "Reinícialo si continúa, o haz que avisen menos canales: todo queda en la ventana igualmente."],
    stopped: ["La campana se ha detenido.", "Inicia Tidings de nuevo e informa del error con su registro."],
    no_player: ["No se encontró ningún programa que reproduzca sonidos.", "Instala pw-play (PipeWire), paplay o aplay."],
    no_bus: ["No hay bus de sesión por el que enviar notificaciones.", "Inicia Tidings desde una sesión de escritorio o con dbus-run-session."],
    no_service: ["No hay ningún servicio de notificaciones en marcha.", "Instala o inicia uno, como dunst, mako o el de tu escritorio."],
    ended: ["El servicio de notificaciones terminó mientras se le preguntaba.", "La próxima notificación lo inicia de nuevo; si continúa, mira su registro."],
    cannot_start: ["No se pudo iniciar el servicio de notificaciones.", "Inícialo a mano para ver por qué."],
    not_allowed: ["El sistema no deja que Tidings envíe notificaciones.", "Permítelas en los ajustes del entorno aislado o del escritorio."],
    too_many: ["El servicio de notificaciones no acepta más: llegaron demasiadas en poco tiempo.", "Haz que avisen menos canales, o solo lo crítico."],
    refused: ["El servicio de notificaciones rechazó la notificación.", "Mira el registro del servicio, o prueba otro."],
  },
  refusal: {
    invalid: "Así no puede ser:",
    address: "Esa no es una dirección en la que pueda haber un canal.",
    address_secret: "La dirección contiene un usuario o una contraseña. Pégala sin lo que va antes de la @ y da la identificación en «Conexión».",
    import: "Este archivo no se puede importar:",
    not_found: "Eso ya no existe.",
    exists: "Ya hay un canal con ese nombre. Elige otro.",
    config_broken: "tidings.toml tiene un error; no se cambió nada. Corrige primero el archivo.",
    config_disk: "No se pudo escribir tidings.toml:",
    disk_full: "El disco está lleno: nada se puede guardar hasta que haya sitio.",
    read_only: "El historial no se puede escribir. Revisa los permisos del directorio de datos.",
    damaged: "El historial está dañado. Inicia Tidings de nuevo para repararlo.",
    keyring: "No hay llavero del sistema. Usa una variable de entorno o un archivo.",
    keyring_locked: "El llavero del sistema está bloqueado. Desbloquéalo e inténtalo otra vez.",
    secret: "No se pudo leer un secreto:",
    failed: "No salió bien:",
  },
  notice: (about, connection) => {
    if (about.kind === "history") return "El historial estaba dañado. Se apartó, y se salvó lo que se pudo.";
    const [what, next] = about.code === null ? ["", ""] : connection[about.code];
    if (about.feeds.length === 1 && about.more === 0) return `No se puede oír ${about.feeds[0]}. ${what} ${next}`.trim();
    const rest = about.more > 0 ? [plural(about.more, { one: "otro más", other: "# más" })] : [];
    return `No se pueden oír estos canales: ${list([...about.feeds, ...rest])}.`;
  },
};
