/** English: the source. Other languages have the type of this. */
import { add } from "./add";
import { bell } from "./bell";
import { common } from "./common";
import { entries } from "./entries";
import { feeds } from "./feeds";
import { feedpage } from "./feedpage";
import { keys } from "./keys";
import { rules } from "./rules";
import { settings } from "./settings";
import { timeline } from "./timeline";
import { trouble } from "./trouble";

export const en = { ...common, ...timeline, ...feeds, ...feedpage, ...entries, ...add, ...bell, ...rules, ...settings, ...keys, ...trouble };
