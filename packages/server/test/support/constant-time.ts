import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { vi } from "vitest";

/** How often `work` compares by `timingSafeEqual`: the time itself is nothing that a test could rely on. */
export async function constantTimeComparisons(work: () => unknown): Promise<number> {
  const compare = vi.spyOn(crypto, "timingSafeEqual");
  // What has been imported by name follows.
  syncBuiltinESMExports();
  try {
    await work();
    return compare.mock.calls.length;
  } finally {
    compare.mockRestore();
    syncBuiltinESMExports();
  }
}
