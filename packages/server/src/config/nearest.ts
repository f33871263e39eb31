/** The known name that takes the fewest changed, added or missing letters to reach: for "did you mean". */
export function nearest(name: string, known: readonly string[]): string {
  const [best = ""] = known.toSorted((left, right) => distance(name, left) - distance(name, right));
  return best;
}

/** Levenshtein's, one row at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const substitute = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(substitute, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
