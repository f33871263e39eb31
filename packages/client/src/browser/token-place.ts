/** Where the tokens lie between two pages: web storage by name, or nowhere. */
import { ClientError } from "../errors/client-error.ts";
import type { Environment } from "./environment.ts";
import { readSession, type SavedSession } from "./saved-session.ts";

export interface TokenPlace {
  read(): SavedSession | undefined;
  /** True where there is surely nothing: unreadable is not nothing. */
  isEmpty(): boolean;
  /** Throws `storage_unavailable`. */
  write(session: SavedSession | undefined): void;
}

export function createTokenPlace(
  environment: Environment,
  name: "localStorage" | "memory" | "sessionStorage",
  key: string,
): TokenPlace {
  if (name === "memory") return { read: () => undefined, isEmpty: () => false, write() {} };
  let hasWarned = false;
  const attempt = <Result>(use: (storage: Storage) => Result): Result => storageIn(environment, name, use);
  const text = (): string | null => {
    try {
      return attempt((storage) => storage.getItem(key));
    } catch {
      return "";
    }
  };
  return {
    read: () => readSession(text()),
    isEmpty: () => text() === null,
    write(session) {
      if (session === undefined) return attempt((storage) => storage.removeItem(key));
      if (!hasWarned)
        environment.warn(
          `@poolhouse/client keeps tokens in ${name}, where any script of the origin can read them`,
        );
      hasWarned = true;
      try {
        attempt((storage) => storage.setItem(key, JSON.stringify(session)));
      } catch (error) {
        // A refresh token that was used up must not be found there. An empty text, unlike none, is no sign-out.
        attempt((storage) => storage.setItem(key, ""));
        throw error;
      }
    },
  };
}

/** Uses a web storage, which may be absent, blocked or full. Throws `storage_unavailable`. */
export function storageIn<Result>(
  environment: Environment,
  name: "localStorage" | "sessionStorage",
  use: (storage: Storage) => Result,
): Result {
  try {
    const storage = environment.storage(name);
    if (storage) return use(storage);
  } catch (error) {
    // Its name says which: SecurityError for blocked, QuotaExceededError for full. Its message may quote what was to be stored.
    // biome-ignore lint/style/useErrorCause: that is why.
    throw new ClientError(
      "storage_unavailable",
      `${name} (${error instanceof Error ? error.name : "failed"})`,
    );
  }
  throw new ClientError("storage_unavailable", `${name} is absent`);
}
