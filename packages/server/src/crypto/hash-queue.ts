/**
 * The bounded queue in front of password hashing. With several cores, signatures share the thread pool with it: with
 * one hash too many in flight, a refresh waits for 25 ms instead of 0.4 (measured).
 */
import { Overloaded } from "../core/failures.ts";

export type HashWatch = (waitSeconds: number, hashSeconds: number) => void;

export interface HashLoad {
  readonly running: number;
  readonly waiting: number;
}

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (why: Overloaded) => void;
}

export class HashQueue {
  readonly #maxRunning: number;
  readonly #maxWaiting: number;
  /** A line for each source that waits; the first is next. */
  readonly #lines = new Map<string, Waiting[]>();
  #waiting = 0;
  #running = 0;

  constructor(maxRunning: number, maxWaiting: number) {
    this.#maxRunning = maxRunning;
    this.#maxWaiting = maxWaiting;
  }

  /** Sources take turns, however much each asks for. `onDone` is told how long the work waited, and how long it took. */
  async run<Result>(source: string, work: () => Promise<Result>, onDone?: HashWatch): Promise<Result> {
    const asked = performance.now();
    await this.#enter(source);
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.#leave();
      onDone?.((begun - asked) / 1000, (performance.now() - begun) / 1000);
    }
  }

  load(): HashLoad {
    return { running: this.#running, waiting: this.#waiting };
  }

  async #enter(source: string): Promise<void> {
    if (this.#running < this.#maxRunning) {
      this.#running += 1;
      return;
    }
    const line = this.#lines.get(source) ?? [];
    if (this.#waiting >= this.#maxWaiting) this.#makeRoom(line.length);
    await new Promise<void>((resolve, reject) => {
      line.push({ begin: resolve, refuse: reject });
      this.#lines.set(source, line);
      this.#waiting += 1;
    });
  }

  /** The last of the longest line goes, so that nobody can fill the queue alone. */
  #makeRoom(ownLength: number): void {
    const longest = [...this.#lines.values()].reduce(longerOf, []);
    if (longest.length <= ownLength + 1) throw new Overloaded();
    longest.pop()?.refuse(new Overloaded());
    this.#waiting -= 1;
  }

  /** Hands its place to the next in line, so that nobody who comes later can take it. */
  #leave(): void {
    const [source, line] = this.#lines.entries().next().value ?? [];
    const next = line?.shift();
    if (source === undefined || line === undefined || next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#lines.delete(source);
    if (line.length > 0) this.#lines.set(source, line);
    this.#waiting -= 1;
    next.begin();
  }
}

function longerOf(one: Waiting[], other: Waiting[]): Waiting[] {
  return other.length > one.length ? other : one;
}
