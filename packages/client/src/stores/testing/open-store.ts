import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import type { SessionStore } from "../../session/store.ts";
import { postgresStore } from "../postgres-store.ts";
import { sqliteStore } from "../sqlite-store.ts";

export type StoreKind = "sqlite" | "postgres";

export interface OpenStore {
  readonly store: SessionStore;
  readonly close: () => Promise<void>;
}

/** A store of its own connection: `place` is a file, or an address. */
export function openStore(kind: StoreKind, place: string): OpenStore {
  if (kind === "sqlite") {
    const database = new DatabaseSync(place);
    return { store: sqliteStore(database), close: async () => database.close() };
  }
  const pool = new pg.Pool({ connectionString: place });
  pool.on("error", () => {});
  return { store: postgresStore(pool), close: () => pool.end() };
}
