//! Spanish.

use super::{Counted, Tray, Words};

pub(super) const WORDS: Words = Words {
    tag: "es",
    open_link: "Abrir el enlace",
    mark_read: "Marcar como leído",
    snooze_hour: "Posponer 1 h",
    test_title: "Tidings puede avisar",
    test_body: "Así se ve una notificación.",
    trouble: "Puede que no te lleguen todas las novedades",
    new: Counted::Two("# entrada nueva", "# entradas nuevas"),
    more: Counted::Two("# entrada más", "# entradas más"),
    held: Counted::Two("# entrada", "# entradas"),
    feeds: Counted::Two("# canal", "# canales"),
    from_feed: "{n} de {feed}",
    in_feeds: "{n} en {feeds}",
    quiet_from_feed: "{n} de {feed} durante el silencio",
    quiet_in_feeds: "{n} en {feeds} durante el silencio",
    tray: Tray {
        open: "Abrir Tidings",
        starting: "Iniciando",
        snooze: "Posponer una hora",
        wake: "Volver a avisar",
        quit: "Salir de Tidings",
        none_unread: "Nada sin leer",
        unread: Counted::Same("# sin leer"),
        no_feed: "ningún canal activo",
        only_feed: "el canal está conectado",
        all_feeds: "los {all} canales conectados",
        some_feeds: "{open} de {all} canales conectados",
        comma: ", ",
        silent: "la campana está muda",
        off: "la campana está apagada",
        snoozed: "la campana está pospuesta",
        quiet: "la campana calla por ahora",
    },
};
