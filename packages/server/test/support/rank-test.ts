/** Are two samples of times alike? By rank, so that a few slow answers decide nothing. */

/** Mann-Whitney's U by its normal approximation: how likely times at least so different are if they are alike. */
export function rankTest(first: readonly number[], second: readonly number[]): number {
  const [n, m] = [first.length, second.length];
  let u = 0;
  for (const left of first) for (const right of second) u += left === right ? 0.5 : Number(left > right);
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return 2 * (1 - normalDistribution(z));
}

/** Abramowitz and Stegun 26.2.17; its error is below 1e-7. */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = terms.reduce((total, term, index) => total + term * t ** (index + 1), 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
