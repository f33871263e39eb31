/** A store whose failures all have the kit's own code, whoever has written it. */
import { type ClientError, isClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import type { SessionStore } from "../store.ts";

export function reliableStore(store: SessionStore): SessionStore {
  return {
    insert: (...args) => explained(() => store.insert(...args)),
    read: (...args) => explained(() => store.read(...args)),
    replace: (...args) => explained(() => store.replace(...args)),
    take: (...args) => explained(() => store.take(...args)),
    remove: (...args) => explained(() => store.remove(...args)),
    removeSubject: (...args) => explained(() => store.removeSubject(...args)),
    acquireLease: (...args) => explained(() => store.acquireLease(...args)),
    releaseLease: (...args) => explained(() => store.releaseLease(...args)),
    prune: () => explained(() => store.prune()),
  };
}

/** What the store holds is sealed, so its own error may be kept as the cause. */
async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isClientError(error) ? error : unavailable(error);
  }
}

function unavailable(cause: unknown): ClientError {
  return explainedError("store_unavailable", cause instanceof Error ? cause.message : undefined, { cause });
}
