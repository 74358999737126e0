import type { Catalogue } from "../languages";
import { add } from "./add";
import { bell } from "./bell";
import { common } from "./common";
import { entries } from "./entries";
import { feedpage } from "./feedpage";
import { feeds } from "./feeds";
import { keys } from "./keys";
import { rules } from "./rules";
import { settings } from "./settings";
import { timeline } from "./timeline";
import { trouble } from "./trouble";

export const ar: Catalogue = { ...common, ...timeline, ...feeds, ...feedpage, ...entries, ...add, ...bell, ...rules, ...settings, ...keys, trouble };
