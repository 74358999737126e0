import { plurals } from "../rules";

export const plural = plurals<"other">("ja");
