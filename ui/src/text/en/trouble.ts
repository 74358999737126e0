/** What went wrong. In English the core's own sentences stand. */
import type { BellFault } from "../../bindings/BellFault";
import type { ErrorCode } from "../../bindings/ErrorCode";
import type { FlawCode } from "../../bindings/FlawCode";
import type { NoticeAbout } from "../../bindings/NoticeAbout";
import type { TroubleCode } from "../../bindings/TroubleCode";

/** What happened, and what to do; that is empty where waiting is all. */
export interface Said {
  what: string;
  next: string;
}

/**
 * What every other language has to say for each kind that the core knows: one that is missing is a type error. It stands in a file that the core
 * reads as well, for popups. `{0}` is the first of what belongs to a kind, `{1:bytes}` the second as a size; `bytes`, `number` and `seconds` are
 * said by the rules of the language, of a sentence `status` takes the number alone, and brackets around what is not there go.
 */
export interface Translated {
  connection: Record<TroubleCode, Said>;
  bell: Record<BellFault, Said>;
  refusal: Record<ErrorCode, string>;
  /** Those two are said as trouble with a connection and of the bell. */
  flaw: Record<Exclude<FlawCode, "connection" | "bell">, string>;
  /** `because`: what is wrong with the only feed. */
  notice: (about: NoticeAbout, because: string) => string;
}

export const trouble = {
  /** Null: as the core says it. */
  trouble: null as Translated | null,
};
