import type { Figure, Figures } from "./figures.ts";
import type { Options } from "./options.ts";
import type { Pinning } from "./pinning.ts";
import type { Plan } from "./plan.ts";
import type { Progress } from "./progress.ts";

/** One run: what every measurement needs to know. */
export interface Bench {
  readonly plan: Plan;
  readonly options: Options;
  readonly pinning: Pinning;
  readonly figures: Figures;
  readonly progress: Progress;
}

/** Notes a figure of one server in one round. */
export type Add = (figure: Omit<Figure, "server" | "round">) => void;
