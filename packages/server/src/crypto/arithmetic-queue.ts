/**
 * Arithmetic on the main thread, some of it in each turn of the event loop. Who came first is served first, while the kernel
 * may name the same connection last each time; what arrives meanwhile is read between the turns; and pieces in a row find
 * the processor's caches as the one before them left them: a signature leaves little there for JavaScript, and the other way round.
 */
export type InTurn = <Result>(work: () => Result) => Promise<Result>;

/** `most` pieces in a turn: 16 signatures keep a request that waits for none from being read for 11 ms. */
export function createArithmeticQueue(most = 16): InTurn {
  const waiting: (() => void)[] = [];

  function takeTurn(): void {
    // Each goes on in a microtask of its own, one after the other.
    for (const begin of waiting.splice(0, most)) begin();
    if (waiting.length > 0) setImmediate(takeTurn);
  }

  return async (work) => {
    await new Promise<void>((begin) => {
      if (waiting.push(begin) === 1) setImmediate(takeTurn);
    });
    return work();
  };
}
