/**
 * Callers who ask for the same thing while it is being fetched share one answer, an error included. Nothing is kept
 * afterwards.
 */
export function createSingleFlight<Result>(): (key: string, work: () => Promise<Result>) => Promise<Result> {
  const flights = new Map<string, Promise<Result>>();
  return (key, work) => {
    const running = flights.get(key);
    if (running !== undefined) return running;
    // Begun in a `then`, so that a `work` that throws at once is an answer like any other.
    const flight = Promise.resolve()
      .then(work)
      .finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
