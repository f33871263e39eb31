/** What there is to ask any database of ours about its health, in portable SQL. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import { type Arrival, type MarkName, type Moved, markNames } from "../marks.ts";
import type { DatabaseLook } from "./open-look.ts";

export interface StoredKey {
  readonly poolId: string;
  readonly keyId: string;
  readonly publicJwk: string;
  readonly sealedPrivateKey: string;
}

export interface Waiting {
  readonly count: number;
  /** Epoch ms. */
  readonly oldestAt: number | undefined;
}

export async function findSchemaNumber({ ask }: DatabaseLook): Promise<number> {
  const [row] = await ask("select max(number) from migrations");
  return Number(row?.[0] ?? 0);
}

export async function findMasterKeyCheck({ ask }: DatabaseLook): Promise<string | undefined> {
  const [row] = await ask("select value from instance where name = 'master-key-check'");
  return row && String(row[0]);
}

/** Marks by name, as they were written. */
export async function findMarks({ ask }: DatabaseLook): Promise<ReadonlyMap<MarkName, Moved | Arrival>> {
  const rows = await ask("select name, value from instance");
  const marks = rows.filter(([name]) => markNames.some((known) => known === name));
  // Only this program writes marks.
  return new Map(marks.map(([name, value]) => [name as MarkName, JSON.parse(String(value))]));
}

export async function listStoredKeys({ ask }: DatabaseLook): Promise<readonly StoredKey[]> {
  const rows = await ask(
    "select pool_id, key_id, public_jwk, sealed_private_key from signing_keys order by pool_id, key_id",
  );
  return rows.map(([poolId, keyId, publicJwk, sealed]) => ({
    poolId: String(poolId),
    keyId: String(keyId),
    publicJwk: String(publicJwk),
    sealedPrivateKey: String(sealed),
  }));
}

export async function findFirstPool({ ask }: DatabaseLook): Promise<string | undefined> {
  const [row] = await ask("select pool_id from pools order by pool_id limit 1");
  return row && String(row[0]);
}

/** The last moment that was written down, epoch ms: the clock has been there. Each column has an index. */
export async function findNewestMoment({ ask }: DatabaseLook): Promise<number | undefined> {
  const moments: number[] = [];
  for (const [table, column] of [
    ["events", "at"],
    ["auth_events", "at"],
    ["messages", "created_at"],
  ] as const) {
    const [row] = await ask(`select max(${column}) from ${table}`);
    if (row?.[0] != null) moments.push(Number(row[0]));
  }
  return moments.length === 0 ? undefined : Math.max(...moments);
}

export async function findWaitingMessages(
  { ask }: DatabaseLook,
  medium: DeliveryMediumType,
): Promise<Waiting> {
  const [row] = await ask(
    "select count(*), min(created_at) from messages where sent_at is null and failed_at is null and medium = $1",
    [medium],
  );
  return { count: Number(row?.[0] ?? 0), oldestAt: row?.[1] == null ? undefined : Number(row[1]) };
}

/** Whether the database itself refuses to change the audit log (`migrations/0003-audit.ts`). */
export async function hasAuditGuards({ ask, kind }: DatabaseLook): Promise<boolean> {
  const names =
    "'audit_records_stay', 'audit_segments_stay', 'audit_records_remain', 'audit_segments_remain'";
  const rows =
    kind === "SQLite"
      ? await ask(`select name from sqlite_schema where type = 'trigger' and name in (${names})`)
      : await ask(`select tgname from pg_trigger where tgenabled in ('O', 'A') and tgname in (${names})`);
  return rows.length === (kind === "SQLite" ? 4 : 2);
}
