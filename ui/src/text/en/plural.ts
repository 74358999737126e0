import { plurals } from "../rules";

/** "1 entry", "2 entries": `#` is the number. */
export const plural = plurals<"one" | "other">("en");
