/**
 * Time that a test holds. Whoever waits is woken when nothing else can happen: no answer is on its way from a server. So a story of
 * thirty seconds takes as long as its requests.
 */
export interface TestTime {
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly advance: (ms: number) => void;
  /** Lets time pass until the promise is settled. */
  settle<Result>(promise: Promise<Result>): Promise<Result>;
  /** Lets so much time pass, and wakes whoever waits in it. */
  pass(ms: number): Promise<void>;
  /** Wraps what takes real time, during which no time passes here. */
  busy<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface HandClock {
  now(): number;
  advance(seconds: number): void;
}

export function createTestTime(clock: HandClock): TestTime {
  const sleepers = new Set<Sleeper>();
  let working = 0;

  function wakeNext(): void {
    const [next] = sorted(sleepers);
    if (next === undefined) return;
    sleepers.delete(next);
    if (next.at > clock.now()) clock.advance((next.at - clock.now()) / 1000);
    next.wake();
  }

  return {
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms / 1000),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { at: clock.now() + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          resolve();
        });
      }),
    async settle(promise) {
      let isSettled = false;
      const watch = () => {
        isSettled = true;
      };
      promise.then(watch, watch);
      while (!isSettled) if (await isQuiet(() => working > 0 || isSettled)) wakeNext();
      return promise;
    },
    async pass(ms) {
      const end = clock.now() + ms;
      for (;;) {
        if (!(await isQuiet(() => working > 0))) continue;
        const [next] = sorted(sleepers);
        if (next === undefined || next.at > end) break;
        wakeNext();
      }
      if (clock.now() < end) clock.advance((end - clock.now()) / 1000);
    },
    async busy(work) {
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
      }
    },
  };
}

function sorted(sleepers: ReadonlySet<Sleeper>): Sleeper[] {
  return [...sleepers].sort((one, other) => one.at - other.at);
}

/** False as soon as something is going on. Work of Web Crypto stands in one queue, so whoever has passed it often has seen its end. */
async function isQuiet(isBusy: () => boolean): Promise<boolean> {
  for (let round = 0; round < 12; round += 1) {
    await crypto.subtle.digest("SHA-256", new Uint8Array(1));
    await new Promise((resolve) => setImmediate(resolve));
    if (isBusy()) return false;
  }
  return true;
}
