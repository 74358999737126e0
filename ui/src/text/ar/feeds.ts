import type { feeds as source } from "../en/feeds";
import { common } from "./common";

const { duration } = common;

export const feeds: typeof source = {
  feed: {
    add: "أضف موجزًا",
    menu: (name) => `المزيد عن ${name}`,
    edit: "تحرير…",
    pause: "إيقاف مؤقت",
    resume: "استئناف",
    reconnect: "أعد الاتصال الآن",
    checking: (name) => `يُفحص هل ما زال «${name}» مسموعًا.`,
    remove: "إزالة",
    removed: (name) => `أُزيل «${name}».`,
    restored: (name) => `عاد «${name}».`,
    badEvent: "آخر حدث تعذّرت قراءته:",
    lastHeard: (when) => `سُمع آخر مرة ${when}`,
  },
  state: {
    word: (state) => ({ open: "مباشر", connecting: "يتصل…", queued: "في الطابور", waiting: "منتظر", stopped: "متوقف", paused: "موقوف مؤقتًا" })[state],
    retryIn: (seconds) => (seconds > 0 ? `محاولة جديدة بعد ${duration(seconds)}` : "يحاول الآن"),
    retryInShort: (seconds) => (seconds > 0 ? `بعد ${duration(seconds)}` : "يحاول الآن"),
  },
  format: {
    label: "الصيغة",
    auto: "تلقائي",
    autoIs: (recognised) => `تلقائي: ${recognised}`,
    score: "نتائج مباشرة",
    help: "التلقائي يترك القرار للعنوان والأحداث.",
  },
  edit: { title: (name) => `تحرير «${name}»`, saved: "حُفظ.", url: "العنوان", name: "الاسم" },
};
