/**
 * A promise that a handler forgot, or a timer that it set, may fail when nobody listens. On Lambda that ends the function's
 * environment; here it would end everybody's server. So it is the failure of the run that it began in.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Log } from "../core/ports.ts";
import { textOf } from "./outcome.ts";

export interface Run {
  readonly arn: string;
  /** Does nothing once it has answered. */
  readonly fail: (error: unknown) => void;
}

const runs = new AsyncLocalStorage<Run>();

export function inRun<T>(run: Run, work: () => T): T {
  return runs.run(run, work);
}

/** For whoever owns the process. What began in no run ends it as ever. */
export function blameRuns(log: Log): void {
  const blame = (error: unknown): void => {
    const run = runs.getStore();
    if (run === undefined) throw error;
    const err = error instanceof Error ? error : textOf(error);
    log.error({ arn: run.arn, err }, "a handler left a failure behind that nobody caught");
    run.fail(error);
  };
  process.on("unhandledRejection", blame);
  process.on("uncaughtException", blame);
}
