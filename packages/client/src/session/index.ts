/** `@poolhouse/client/session`: signed-in people on the server side of a web app. */
export { ClientError, isClientError } from "../errors/client-error.ts";
export type { ErrorCode } from "../errors/codes.ts";
export type { IdTokenClaims } from "../tokens/token-set.ts";
export type { SessionEvent } from "./events.ts";
export { type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export type { CookieModeOptions, ProxyRule, SessionsOptions } from "./options.ts";
export type { HandleOptions } from "./routes/routes.ts";
export { createSessions, type OpenSession, type Sessions } from "./sessions.ts";
export type { NewEntry, SessionStore, StoredEntry } from "./store.ts";
