// Percentiles and medians, by nearest rank: every answer is a value that was really observed.

export function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (percent < 0 || percent > 100)
    throw new RangeError(`a percentile lies between 0 and 100, not ${percent}`);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle value; of an even count the mean of the two in the middle, as two rounds must both count. */
export function median(values: readonly number[]): number {
  const sorted = sortNumbers(values);
  const half = sorted.length / 2;
  if (!Number.isInteger(half)) return sorted[Math.floor(half)] ?? Number.NaN;
  return ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
}

export function sortNumbers(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
