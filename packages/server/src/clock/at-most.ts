/** What `work` answers, or `otherwise` once that takes longer than so many milliseconds. The work goes on. */
export async function atMost<T>(limitMs: number, work: Promise<T>, otherwise: T): Promise<T> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), limitMs);
  return Promise.race([work, timeIsUp]).finally(() => clearTimeout(timer));
}
