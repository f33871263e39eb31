/** Runs one scenario in a folder of its own, and ends what it started, whatever happened. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome, Scenario, Size } from "./scenario.ts";

export async function perform(
  scenario: Scenario,
  size: Size,
  say: (progress: string) => void = () => undefined,
): Promise<Outcome> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), `poolhouse-${scenario.name}-`));
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const begun = performance.now();
  const until = begun + size.minutes * 60_000;
  return await scenario.run({ count: size.count, begun, until, folder, stack, say });
}
