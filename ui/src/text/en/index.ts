/** English: the source. Other languages have the type of this. */
import { add } from "./add";
import { bell } from "./bell";
import { common } from "./common";
import { entries } from "./entries";
import { feeds } from "./feeds";
import { keys } from "./keys";
import { settings } from "./settings";
import { timeline } from "./timeline";

export const en = { ...common, ...timeline, ...feeds, ...entries, ...add, ...bell, ...settings, ...keys };
