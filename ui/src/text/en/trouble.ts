/** What went wrong. In English the core's own sentences stand, which know more than a kind of trouble: numbers, hosts, files. */
import type { BellFault } from "../../bindings/BellFault";
import type { ErrorCode } from "../../bindings/ErrorCode";
import type { FlawCode } from "../../bindings/FlawCode";
import type { NoticeAbout } from "../../bindings/NoticeAbout";
import type { TroubleCode } from "../../bindings/TroubleCode";

/** What happened, and what to do; that is empty where waiting is all. */
export type Said = readonly [what: string, next: string];

/** What every other language has to say for each kind that the core knows: one that is missing is a type error. */
export interface Translated {
  connection: Record<TroubleCode, Said>;
  bell: Record<BellFault, Said>;
  refusal: Record<ErrorCode, string>;
  flaw: Record<FlawCode, (...what: string[]) => string>;
  notice: (about: NoticeAbout, connection: Translated["connection"]) => string;
}

export const trouble = {
  /** Null: as the core says it. */
  trouble: null as Translated | null,
};
