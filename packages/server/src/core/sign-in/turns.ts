/**
 * One check of a secret at a time per account. Attempts are counted before the check, so without turns a few correct
 * sign-ins at once would look like guesses. With them the count is exact, and a burst cannot outrun the lock-out.
 */
export interface Turns {
  inTurn<T>(account: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    async inTurn(account, work) {
      const before = last.get(account) ?? Promise.resolve();
      const mine = before.then(work, work);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      last.set(account, settled);
      try {
        return await mine;
      } finally {
        if (last.get(account) === settled) last.delete(account);
      }
    },
  };
}
