/** What PostgreSQL reads for a page, by its own count: the page, whatever else is in the tables. */
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findPostgres, type TestDatabase } from "../../test/postgres/databases.ts";
import { createMigrated } from "../../test/sql/migrated-postgres.ts";
import { chainOf } from "../core/audit/audit-record.ts";
import { poolId } from "../core/ids.ts";
import { auditTable } from "./audit.ts";
import { groupTable } from "./groups.ts";
import { openPostgres } from "./postgres.ts";
import type { Schema } from "./schema.ts";

const postgres = await findPostgres(18);
const pool = poolId("us-east-1_Plans");
const many = 4_000;

describe.skipIf(postgres === undefined)(
  "on PostgreSQL, of thousands of rows only those of the page are read",
  () => {
    let shared: TestDatabase;

    beforeAll(async () => {
      shared = await createMigrated(postgres);
      await shared.query(`
      insert into users (pool_id, sub, username, status, is_enabled, attributes, password_history, mfa, created_at, modified_at)
      select '${pool}', md5(i::text), i, 'CONFIRMED', 1, '{}', '[]', '{}', 0, 0 from generate_series(1, ${many}) i;
      insert into group_members (pool_id, group_name, sub) select '${pool}', 'all', sub from users;
      insert into audit_records (pool_id, record_id, at, actor_kind, actor_id, action, changes, mac)
      select '${pool}', lpad(i::text, 8, '0'), 0, 'system', '', 'SignUp', '[]', '' from generate_series(1, ${many}) i;
      insert into audit_waiting (pool_id, record_id) select pool_id, record_id from audit_records;
      delete from audit_waiting where record_id <= '${String(many - 2).padStart(8, "0")}'`);
    });
    afterAll(() => shared.drop());

    /** A connection that has ended has counted all it read. */
    async function readFrom(table: string, work: (reader: Kysely<Schema>) => Promise<void>): Promise<number> {
      const before = await countOf(table);
      const database = openPostgres({ ...shared.server, poolSize: 2 });
      await work(database.reader).finally(() => database.close());
      const left =
        "select 1 from pg_stat_activity where application_name = 'poolhouse' and datname = current_database()";
      await vi.waitUntil(async () => (await shared.query(left)).length === 0);
      return (await countOf(table)) - before;
    }

    async function countOf(table: string): Promise<number> {
      const [row] = await shared.query(
        `select seq_tup_read + idx_tup_fetch as count from pg_stat_user_tables where relname = '${table}'`,
      );
      return Number(row?.["count"]);
    }

    test("what waits to be linked into the audit log, before PostgreSQL knows anything about the tables", async () => {
      const waiting: string[] = [];
      const read = await readFrom("audit_records", async (reader) => {
        const records = await auditTable(reader).listWaiting(chainOf(pool), 250);
        waiting.push(...records.map(({ recordId }) => recordId));
      });
      expect(waiting).toEqual(["00003999", "00004000"]);
      expect(read).toBe(2);
    });

    test("a late page of a group's members, also with a plan for whatever the values are", async () => {
      await shared.query("analyze");
      const listed: number[] = [];
      const read = await readFrom("users", async (reader) => {
        const { listMembers } = groupTable(reader);
        // After five times with the same statement PostgreSQL may plan once for all.
        for (let time = 0; time < 8; time += 1)
          listed.push((await listMembers(pool, "all", { limit: 5, after: "f" })).length);
      });
      expect(listed).toEqual(Array(8).fill(5));
      expect(read).toBe(8 * 5);
    });
  },
);
