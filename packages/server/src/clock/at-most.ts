/** The result of `work`, or `otherwise` if that takes longer than the given milliseconds. The work goes on. */
export async function atMost<T>(limitMs: number, work: Promise<T>, otherwise: T): Promise<T> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), limitMs);
  return Promise.race([work, timeIsUp]).finally(() => clearTimeout(timer));
}
