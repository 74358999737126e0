import type { RingCode } from "../../bindings/RingCode";
import type { entries as source } from "../en/entries";
import { number } from "../rules";
import { ENTRIES, plural } from "./plural";

const many = (n: number) => plural(n, ENTRIES);

const RINGS: Record<RingCode, string> = {
  rang: "رنّ.",
  updated: "غيّر إشعار بطاقته في مكانه بلا صوت.",
  gathered: "عُدّ في خلاصة ولم يرنّ وحده.",
  pending: "سيرنّ بعد قليل.",
  failed: "كان ينبغي أن يرنّ لكن الإشعار لم يصل.",
  "held:quiet_hours": "ينتظر نهاية ساعات الهدوء ثم يدخل الخلاصة.",
  "held:snoozed": "ينتظر نهاية التأجيل ثم يدخل الخلاصة.",
  "held:do_not_disturb": "ينتظر حتى يُسمح بإزعاج النظام ثم يدخل الخلاصة.",
  "held:digest": "ينتظر خلاصة هذا الموجز التالية.",
  "silent:bell_off": "صامت: الجرس مُطفأ في الإعدادات.",
  "silent:feed_never": "صامت: هذا الموجز لا يرنّ أبدًا.",
  "silent:not_urgent": "صامت: هذا الموجز يرنّ للعاجل فقط.",
  "silent:not_highlighted": "صامت: هذا الموجز يرنّ للمُبرَز فقط.",
  "silent:rule": "صامت: هكذا تقول قاعدة أو قالب الموجز.",
  "silent:minor": "صامت: تغيّر صغير في بطاقته.",
  "silent:quiet_hours": "صامت: جاء في ساعات الهدوء.",
  "silent:snoozed": "صامت: كان الجرس مؤجَّلًا.",
  "silent:do_not_disturb": "صامت: طلب سطح المكتب عدم الإزعاج.",
  "silent:already_read": "صامت: قُرئ قبل أن يرنّ.",
  "silent:replaced": "صامت: حلّ محله مدخل أحدث من البطاقة نفسها.",
  "silent:earlier": "صامت: كان موجودًا قبل أن تشترك.",
};

export const entries: typeof source = {
  entry: {
    unread: "غير مقروء",
    urgent: "عاجل",
    low: "قليل الإلحاح",
    starred: "ذو نجمة",
    star: "نجمة",
    unstar: "أزل النجمة",
    markRead: "اجعله مقروءًا",
    markUnread: "اجعله غير مقروء",
    openLink: "افتح الرابط",
    withdrawn: "سحبه الموجز",
    published: "نُشر",
    received: "استُقبل",
    bell: "الجرس",
    feed: "الموجز",
    tags: "الوسوم",
    earlier: (n) => `ما سبق على هذه البطاقة (${number(n)})`,
    replacedBy: "مدخل أحدث يمثّل هذه البطاقة.",
    raw: "الحدث الخام",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "انسخ الحدث الخام",
    none: "اختر مدخلًا لتقرأه.",
    noneHelp: "تنقّل بين المدخلات بالمفتاحين j وk، و? يعرض كل المفاتيح.",
    gone: "لم يعد هذا المدخل محفوظًا.",
    markedRead: (n) => `صار مقروءًا: ${many(n)}.`,
    markedUnread: (n) => `صار غير مقروء: ${many(n)}.`,
    starredMany: (n) => `أُعطي نجمة: ${many(n)}.`,
    unstarredMany: (n) => `أُزيلت النجمة: ${many(n)}.`,
    highlighted: "مُبرَز",
    fields: "الحقول",
    fieldName: "الحقل",
    fieldValue: "القيمة",
    part: (field) =>
      ({ title: "العنوان", body: "النص", link: "الرابط", image: "الصورة", icon: "الأيقونة", time: "الوقت", urgency: "الإلحاح", tags: "الوسوم", key: "الهوية", replaces: "البطاقة" })[field] ?? field,
    picture: "الصورة",
    picturesOff: (host) => `صورة من ${host}. لا تُحمَّل الصور.`,
    loadPictures: "حمّل الصور",
    pictureFailed: "تعذّر تحميل الصورة.",
    linkAddress: (host) => `يفتح ${host} في متصفحك`,
    copyText: "انسخ النص",
    next: "المدخل التالي",
    previous: "المدخل السابق",
    nothingToMark: "لم يكن شيء غير مقروء.",
  },
  ring: {
    why: (code) => (RINGS as Partial<Record<string, string>>)[code] ?? code,
    short: (code) =>
      ({ rang: "رنّ", updated: "غيّر إشعاره", gathered: "في خلاصة", failed: "تعذّر الرنين", pending: "سيرنّ" })[code] ??
      (code.startsWith("held:") ? "ينتظر الرنين" : "صامت"),
  },
};
