/**
 * Sign-ins that were begun in this tab and not finished: what the answer will be held against. In `sessionStorage`, because
 * it must survive the way to the provider and back, and belongs to this tab.
 */
import type { SignInTransaction } from "../provider/sign-in.ts";
import type { Environment } from "./environment.ts";
import { storageIn } from "./token-place.ts";

export interface PendingSignIn extends SignInTransaction {
  readonly returnTo: string;
  readonly begunAt: number;
}

const longestMs = 3_600_000;

/** Throws `storage_unavailable`: before anybody has left the page. */
export function keepPending(environment: Environment, prefix: string, pending: PendingSignIn): void {
  storageIn(environment, "sessionStorage", (storage) => {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(prefix) && isOld(storage.getItem(key), environment.now())) storage.removeItem(key);
    }
    storage.setItem(prefix + pending.state, JSON.stringify(pending));
  });
}

/** Once: it is removed with the reading. Undefined for one that was never begun here, is finished, or is older than an hour. */
export function takePending(
  environment: Environment,
  prefix: string,
  state: string,
): PendingSignIn | undefined {
  return storageIn(environment, "sessionStorage", (storage) => {
    const text = storage.getItem(prefix + state);
    storage.removeItem(prefix + state);
    return text === null || isOld(text, environment.now()) ? undefined : JSON.parse(text);
  });
}

function isOld(text: string | null, now: number): boolean {
  try {
    return !(now - JSON.parse(text ?? "").begunAt < longestMs);
  } catch {
    return true;
  }
}
