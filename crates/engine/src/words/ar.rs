//! Arabic.

use super::{Counted, Tray, Words};

pub(super) const WORDS: Words = Words {
    tag: "ar",
    open_link: "افتح الرابط",
    mark_read: "علّمه مقروءًا",
    snooze_hour: "أجّل ساعة",
    test_title: "يستطيع Tidings أن يرنّ",
    test_body: "هكذا يبدو الإشعار.",
    trouble: "قد لا تصلك بعض الأخبار",
    new: Counted::Arabic(["مدخل جديد", "مدخلان جديدان", "# مدخلات جديدة", "# مدخلًا جديدًا", "# مدخل جديد"]),
    more: Counted::Arabic(["مدخل آخر", "مدخلان آخران", "# مدخلات أخرى", "# مدخلًا آخر", "# مدخل آخر"]),
    held: Counted::Arabic(["مدخل واحد", "مدخلان", "# مدخلات", "# مدخلًا", "# مدخل"]),
    feeds: Counted::Arabic(["موجز واحد", "موجزين", "# موجزات", "# موجزًا", "# موجز"]),
    from_feed: "{n} من {feed}",
    in_feeds: "{n} في {feeds}",
    quiet_from_feed: "{n} من {feed} أثناء الهدوء",
    quiet_in_feeds: "{n} في {feeds} أثناء الهدوء",
    tray: Tray {
        open: "افتح Tidings",
        starting: "يبدأ",
        snooze: "أجّل كل شيء ساعة",
        wake: "أعد الرنين الآن",
        quit: "أنهِ Tidings",
        none_unread: "لا جديد غير مقروء",
        unread: Counted::Same("غير مقروء: #"),
        no_feed: "لا موجز مفعّل",
        only_feed: "الموجز متصل",
        all_feeds: "كل الموجزات متصلة: {all}",
        some_feeds: "الموجزات المتصلة: {open} من {all}",
        comma: "، ",
        silent: "الجرس صامت",
        off: "الجرس مُطفأ",
        snoozed: "الجرس مؤجَّل",
        quiet: "الجرس هادئ الآن",
    },
};
