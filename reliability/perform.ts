/** Runs one scenario in a folder of its own, and ends what it started, whatever happened. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome, Scenario, Size } from "./scenario.ts";

const running = new Set<AsyncDisposableStack>();
let isCutShort = false;
let isStopping = false;

/** What runs now ends in good order, and says what came of it. */
export function cutShort(): void {
  isCutShort = true;
}

/** For a run that is stopped in the middle: what it would say from then on is no finding. */
export async function endAll(): Promise<void> {
  isStopping = true;
  await Promise.all([...running].map((stack) => stack.disposeAsync()));
}

export async function perform(
  scenario: Scenario,
  size: Size,
  say: (progress: string) => void = () => undefined,
): Promise<Outcome> {
  await using stack = new AsyncDisposableStack();
  running.add(stack);
  stack.defer(() => void running.delete(stack));
  const folder = mkdtempSync(join(tmpdir(), `poolhouse-${scenario.name}-`));
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const begun = performance.now();
  const until = begun + size.minutes * 60_000;
  try {
    return await scenario.run({
      count: size.count,
      begun,
      until,
      folder,
      stack,
      say,
      isCutShort: () => isCutShort,
    });
  } finally {
    // The process ends meanwhile.
    if (isStopping) await new Promise(() => undefined);
  }
}
