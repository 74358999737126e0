import type { common as source } from "../en/common";
import { bytes, duration, list, number, percent } from "../rules";

export const common: typeof source = {
  app: "Tidings",
  cancel: "إلغاء",
  close: "إغلاق",
  save: "حفظ",
  undo: "تراجع",
  dismiss: "إخفاء",
  back: "رجوع",
  copy: "نسخ",
  copied: "نُسخ.",
  copyFailed: "تعذّرت الكتابة في الحافظة.",
  loading: "جارٍ التحميل…",
  startFailed: "لم يستطع Tidings قراءة حالته.",
  tryAgain: "حاول مرة أخرى",
  number,
  bytes,
  list,
  percent,
  comma: "، ",
  stop: ". ",
  duration: (seconds) => duration(seconds, { s: "ث", min: "د", h: "س" }),
};
