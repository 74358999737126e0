import { plurals } from "../rules";

/** All six forms: none, one, two, 3 to 10, 11 to 99, and the hundreds. */
export const plural = plurals<"zero" | "one" | "two" | "few" | "many" | "other">("ar");

/** The forms of a noun that the window often counts. */
export const FEEDS = { zero: "لا موجزات", one: "موجز واحد", two: "موجزان", few: "# موجزات", many: "# موجزًا", other: "# موجز" };
export const ENTRIES = { zero: "لا مدخلات", one: "مدخل واحد", two: "مدخلان", few: "# مدخلات", many: "# مدخلًا", other: "# مدخل" };
export const EVENTS = { zero: "لا أحداث", one: "حدث واحد", two: "حدثان", few: "# أحداث", many: "# حدثًا", other: "# حدث" };
