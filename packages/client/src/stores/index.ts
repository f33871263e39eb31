export { ClientError, isClientError } from "../errors/client-error.ts";
export type { ErrorCode } from "../errors/codes.ts";
export type { PostgresAnswer, PostgresPool, PostgresStoreOptions } from "./postgres-pool.ts";
export { postgresSchema } from "./postgres-schema.ts";
export { postgresStore } from "./postgres-store.ts";
export { type IoRedis, type NodeRedis, type RedisStoreOptions, redisStore } from "./redis-store.ts";
export type { SqliteDatabase, SqliteStatement } from "./sqlite-database.ts";
export { type SqliteStoreOptions, sqliteStore } from "./sqlite-store.ts";
