import type { Store, Tables } from "../../src/core/tables.ts";

/** Fifty callers at once, each with a write of its own; how many were told that they were first. */
export async function winners(store: Store, use: (tables: Tables) => Promise<boolean>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: 50 }, () => store.write(use)));
  return answers.filter(Boolean).length;
}
