/**
 * Sessions that nobody comes back to, and the names of sign-ins that were used up, are entries too: a table would grow for ever
 * where nobody prunes. So every so many inserts of a process, one of them also clears a batch of what has expired.
 */
const insertsPerRound = 200;

/** Larger than `insertsPerRound`, so that clearing is faster than filling. */
export const pruningBatch = 1_000;

/** Calls `clearBatch` once in `insertsPerRound` calls. That it fails is no failure of the insert; the next round tries again. */
export function createHousekeeping(clearBatch: () => Promise<number>): () => Promise<void> {
  let inserts = 0;
  return async () => {
    inserts += 1;
    if (inserts % insertsPerRound !== 0) return;
    await clearBatch().catch(() => 0);
  };
}

/** Clears batch after batch; answers how many entries. */
export async function clearAll(clearBatch: () => Promise<number>): Promise<number> {
  for (let cleared = 0; ; ) {
    const batch = await clearBatch();
    cleared += batch;
    if (batch < pruningBatch) return cleared;
  }
}
