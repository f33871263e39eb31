/** Of the line that fits best (least squares), for points of milliseconds and whatever grows. */
export function slopePerHour(points: readonly (readonly [atMs: number, value: number])[]): number {
  const count = points.length;
  if (count < 2) return 0;
  const mean = (pick: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / count;
  const [meanMs, meanValue] = [mean(([at]) => at), mean(([, value]) => value)];
  let covariance = 0;
  let variance = 0;
  for (const [at, value] of points) {
    covariance += (at - meanMs) * (value - meanValue);
    variance += (at - meanMs) ** 2;
  }
  return (covariance / variance) * 3_600_000;
}
