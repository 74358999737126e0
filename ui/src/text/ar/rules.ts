import type { rules as source } from "../en/rules";
import { number } from "../rules";
import { ENTRIES, plural } from "./plural";

export const rules: typeof source = {
  rules: {
    title: "القواعد",
    lead: "كلمات وأنماط تسري على كل الموجزات. أول قاعدة تُسقط مدخلًا تُنهي الأمر.",
    none: "لا قواعد بعد",
    noneHelp: "تستطيع القاعدة أن تُبرز ما تنتظره، أو ترنّ وإن كان الموجز صامتًا، أو تُسكت ما سمعت منه كفاية.",
    add: "أضف قاعدة",
    list: "قواعدك",
    unnamed: "قاعدة جديدة",
    name: "الاسم",
    then: "ما يصير إليه مثل هذا المدخل",
    thens: { highlight: "أبرِزه", ring: "رنّ مهما قال مستوى الموجز", raise: "أبرِزه ورنّ كأنه حرج", digest: "ضعه في خلاصة الموجز", hush: "أبقِه صامتًا", drop: "لا تحتفظ به" },
    words: "كلمات",
    wordsHelp: "تفصلها فواصل، ويكفي أن ترد إحداها كلمةً كاملة. والكلمات بين فاصلتين عبارة واحدة.",
    pattern: "نمط",
    patternHelp: "تعبير نمطي على العنوان والنص.",
    feeds: "الموجزات",
    feedsHelp: "إن لم تختر شيئًا فالمقصود كلها.",
    where: "شرط",
    whereHelp: "تعبير مثل urgency == 'critical' أو score.home > 2.",
    enabled: "هذه القاعدة سارية",
    off: "متوقفة",
    remove: "أزل القاعدة",
    removed: (name) => `أُزيلت القاعدة «${name}».`,
    earlier: "إلى أعلى",
    later: "إلى أسفل",
    save: "احفظ القاعدة",
    saved: "حُفظت. تسري من المدخل التالي.",
    trial: "ما كانت ستصيده",
    trying: "تُجرَّب على سجلّك…",
    caught: (n, of) => `${plural(n, ENTRIES)} من أحدث ${number(of)}.`,
    nothing: "لا تقول شيئًا بعد. أعطها كلمات أو نمطًا أو شرطًا أو موجزًا.",
    unsaved: "لم تُحفظ بعد",
  },
};
