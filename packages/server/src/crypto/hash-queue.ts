/**
 * The bounded queue in front of password hashing. With several cores signatures share the thread pool with it: one hash too many in
 * flight, and a refresh waits for 25 ms instead of 0.4 (spec/performance.md §1).
 */
import { Overloaded } from "../core/failures.ts";

export type HashWatch = (waitSeconds: number, hashSeconds: number) => void;

export interface HashLoad {
  readonly running: number;
  readonly waiting: number;
}

export class HashQueue {
  readonly #maxRunning: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(maxRunning: number, maxWaiting: number) {
    this.#maxRunning = maxRunning;
    this.#maxWaiting = maxWaiting;
  }

  /** `onDone` is told how long the work waited, and how long it took. */
  async run<Result>(work: () => Promise<Result>, onDone?: HashWatch): Promise<Result> {
    const asked = performance.now();
    await this.#enter();
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.#leave();
      onDone?.((begun - asked) / 1000, (performance.now() - begun) / 1000);
    }
  }

  load(): HashLoad {
    return { running: this.#running, waiting: this.#waiting.length };
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#maxRunning) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) throw new Overloaded();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands its place to the next in line, so that nobody who comes later can take it. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
