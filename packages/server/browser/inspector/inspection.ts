/** One look at what was pasted. */
import type { TokenPart, TokenReport } from "@poolhouse/client/inspect";
import type { Keys } from "./keys.ts";
import type { MovingTexts } from "./moving-texts.ts";

export interface Inspection {
  readonly report: TokenReport;
  readonly keys: Keys;
  readonly parts: readonly TokenPart[];
  /** Leads to the field for keys. */
  readonly openKeySet: () => void;
}

export type Moving = MovingTexts<Inspection>;
