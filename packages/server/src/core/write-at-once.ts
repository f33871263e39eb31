/**
 * A write of a single statement, sent as the `last` of `Store.write`: with a distant database it takes one round trip,
 * commit included.
 */
import type { LastTables, Store } from "./tables.ts";

/** Resolves to what `work` answers, once it is durable. Its statements must not wait for each other. */
export async function writeAtOnce<T>(store: Store, work: (tables: LastTables) => Promise<T>): Promise<T> {
  const answers: T[] = [];
  await store.write(nothing, async (tables) => {
    answers.push(await work(tables));
  });
  // The last one: what was interrupted is done again.
  return answers.at(-1) as T;
}

const nothing = async () => undefined;
