/**
 * Decides by the clock what is due: after a timer, and whenever the browser wakes up, since timers of a sleeping machine or
 * of a hidden page come late.
 */
import { isFresh } from "../tokens/token-set.ts";
import type { Environment } from "./environment.ts";
import type { Keeper } from "./keeper.ts";
import type { SavedSession } from "./saved-session.ts";
import type { States } from "./states.ts";

/** `setTimeout` holds no more. */
const longestMs = 2 ** 31 - 1;
const firstRetryMs = 5000;
const lastRetryMs = 60_000;

/** Renews before the end while the old token still serves, and again after a failure. */
export class Watch {
  readonly #keeper: Keeper;
  readonly #environment: Environment;
  readonly #work: (session: SavedSession) => Promise<void>;
  #running: Promise<void> | undefined;
  #failures = 0;
  /** Of what was planned. Undefined while it is not on: a renewal that is under way then must not plan the next one. */
  #cancel: (() => void) | undefined;

  constructor(keeper: Keeper, environment: Environment, work: (session: SavedSession) => Promise<void>) {
    this.#keeper = keeper;
    this.#environment = environment;
    this.#work = work;
  }

  /** Answers how to stop. */
  start(states: States): () => void {
    this.#cancel = () => {};
    const stops = [
      states.subscribe(() => this.#plan()),
      this.#environment.onWakeUp(() => {
        this.#keeper.look();
        this.#check();
      }),
      () => {
        this.#cancel?.();
        this.#cancel = undefined;
      },
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Everybody who asks meanwhile shares the one that is running, its failure included. */
  renew(session: SavedSession): Promise<void> {
    this.#running ??= this.#work(session).then(
      () => this.#finish(0),
      (error: unknown) => {
        this.#finish(this.#failures + 1);
        throw error;
      },
    );
    return this.#running;
  }

  #finish(failures: number): void {
    this.#failures = failures;
    this.#running = undefined;
    this.#plan();
  }

  #check(): void {
    const { session } = this.#keeper;
    if (session === undefined) return;
    const { tokens } = session;
    if (tokens.refreshToken !== undefined && !isFresh(tokens, this.#environment.now())) {
      // A failure was shown already; what is left to do is planned.
      this.renew(session).catch(() => {});
    }
    this.#keeper.show();
    this.#plan();
  }

  #plan(): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    const { session } = this.#keeper;
    if (session === undefined) return;
    const now = this.#environment.now();
    const { refreshToken, renewAt, expiresAt } = session.tokens;
    const times = expiresAt > now ? [expiresAt] : [];
    if (refreshToken !== undefined && this.#running === undefined) {
      times.push(this.#failures === 0 ? Math.max(renewAt, now) : now + this.#retryMs());
    }
    const next = Math.min(...times);
    if (next === Number.POSITIVE_INFINITY) return;
    this.#cancel = this.#environment.after(Math.min(next - now, longestMs), () => this.#check());
  }

  #retryMs(): number {
    const ms = Math.min(firstRetryMs * 2 ** (this.#failures - 1), lastRetryMs);
    return ms * (0.5 + this.#environment.random());
  }
}
