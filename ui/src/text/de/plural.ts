import { plurals } from "../rules";

export const plural = plurals<"one" | "other">("de");
