/** What an app sees of a sign-in: one unchanging snapshot after the other, and who wants to hear of them. */
import type { ClientError } from "../errors/client-error.ts";
import type { IdTokenClaims } from "../tokens/token-set.ts";

/**
 * - `starting`: `start()` has not finished.
 * - `signedOut`: nobody is signed in.
 * - `signedIn`: there is an access token that is good.
 * - `unavailable`: the access token has expired and the provider does not answer. Nobody is signed out: it is tried again by itself.
 * - `expired`: the access token has expired and there is no refresh token. `signIn({ parameters: { prompt: "none" } })`
 *   gets new tokens without a question while the provider still knows the person.
 */
export interface AuthState {
  readonly status: "expired" | "signedIn" | "signedOut" | "starting" | "unavailable";
  /** Who it is, from the ID token: for every status but `starting` and `signedOut`. */
  readonly claims?: IdTokenClaims | undefined;
  /** What went wrong last, until something goes well. */
  readonly error?: ClientError | undefined;
}

/**
 * - `signedIn`: a sign-in was finished, restored, or made in another tab.
 * - `signedOut`: somebody signed out, here or in another tab.
 * - `ended`: the provider gives no new tokens any more; the sign-in is over.
 * - `renewed`: there is a new access token.
 * - `expired`, `unavailable`: the status has become that.
 * - `error`: something went wrong that changes nothing yet; `state.error` says what.
 */
export type AuthEvent = "ended" | "error" | "expired" | "renewed" | "signedIn" | "signedOut" | "unavailable";

export interface States {
  get(): AuthState;
  set(state: AuthState, event: AuthEvent | undefined): void;
  subscribe(listener: (state: AuthState, event: AuthEvent | undefined) => void): () => void;
}

export const startingState: AuthState = Object.freeze({ status: "starting" });

export function createStates(): States {
  let state = startingState;
  const listeners = new Set<(state: AuthState, event: AuthEvent | undefined) => void>();
  return {
    get: () => state,
    set(next, event) {
      const isSame =
        next.status === state.status && next.claims === state.claims && next.error === state.error;
      if (isSame && event === undefined) return;
      state = Object.freeze(next);
      for (const listener of listeners) {
        try {
          listener(state, event);
        } catch (error) {
          // The listener's own trouble: reported as such, and nobody else's.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(listener) {
      // Wrapped, so that who subscribes twice is heard twice and can leave twice.
      const own: typeof listener = (...args) => listener(...args);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
