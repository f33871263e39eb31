import { inspect } from "node:util";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { findPostgres, type TestDatabase } from "../../test/postgres/databases.ts";
import { openWire } from "../../test/postgres/wire.ts";
import { createMigrated } from "../../test/sql/migrated-postgres.ts";
import type { PostgresServer } from "../config/postgres-server.ts";
import { inOrder } from "../core/in-order.ts";
import { migrate, newestSchema } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";
import { CommitUnknown } from "./postgres-errors.ts";
import type { Schema } from "./schema.ts";

const postgres = await findPostgres(18);

const put = (id: string) => async (transaction: Kysely<Schema>) => {
  await transaction.insertInto("single_use").values({ pool_id: "p", id, expires_at: 0 }).execute();
  return id;
};

const nothing = () => Promise.resolve();

const ids = async (db: Kysely<Schema>) =>
  (await db.selectFrom("single_use").select("id").orderBy("id").execute()).map(({ id }) => id);

describe.skipIf(postgres === undefined)("on PostgreSQL", () => {
  let shared: TestDatabase;

  beforeAll(async () => {
    shared = await createMigrated(postgres);
  });
  afterAll(() => shared.drop());

  function open(server: PostgresServer = shared.server) {
    const database = openPostgres(server);
    onTestFinished(() => database.close());
    return database;
  }

  async function openEmpty(server?: PostgresServer) {
    await shared.query("delete from single_use");
    return open(server);
  }

  const endConnections = () =>
    shared.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'poolhouse' and datname = current_database()",
    );

  it("orders writes that look before they write, as if nobody came in between", async () => {
    const database = await openEmpty();
    const add = (transaction: Kysely<Schema>) =>
      ids(transaction).then((known) => put(`${known.length}`)(transaction));
    await Promise.all(Array.from({ length: 12 }, () => database.write(add)));
    expect((await ids(database.reader)).map(Number).toSorted((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });

  /** The answers of both come together, and who waits for the first one hears of it a moment later. */
  const heardLate = (transaction: Kysely<Schema>) =>
    sql`do $$ begin raise exception 'somebody came in between' using errcode = '40001'; end $$`
      .execute(transaction)
      .catch(async (error: unknown) => {
        for (let tick = 0; tick < 9; tick += 1) await nothing();
        throw error;
      });

  it.each(["work", "last"])(
    "tries again where the statement after a conflict is heard first, in %s",
    async (place) => {
      const database = await openEmpty();
      let tries = 0;
      const conflicting = async (transaction: Kysely<Schema>) => {
        tries += 1;
        await Promise.all([tries === 1 ? heardLate(transaction) : nothing(), put("a")(transaction)]);
      };
      await (place === "work" ? database.write(conflicting) : database.write(nothing, conflicting));
      expect([tries, await ids(database.reader)]).toEqual([2, ["a"]]);
    },
  );

  it("undoes a function that throws, alone", async () => {
    const database = await openEmpty();
    const failing = database.write(async (transaction) => {
      await put("a")(transaction);
      throw new Error("no");
    });
    const other = database.write(put("b"));
    await expect(failing).rejects.toThrow("no");
    await other;
    await database.write(put("c"));
    expect(await ids(database.reader)).toEqual(["b", "c"]);
  });

  it("does a write again whose connection was lost before its commit", async () => {
    const database = await openEmpty();
    let tries = 0;
    await database.write(async (transaction) => {
      tries += 1;
      await put("a")(transaction);
      if (tries === 1) await endConnections();
      await put("b")(transaction);
    });
    expect(tries).toBe(2);
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it("does a write again that the server gave up because this process stood still in the middle of it", async () => {
    const database = await openEmpty();
    let tries = 0;
    await database.write(async (transaction) => {
      tries += 1;
      await put("a")(transaction);
      if (tries === 1) {
        await sql`set local idle_in_transaction_session_timeout = 50`.execute(transaction);
        // As a machine that is suspended: what the server says meanwhile is heard after the next statement is on its way.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      }
      await put("b")(transaction);
    });
    expect(tries).toBe(2);
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it.each([false, true])(
    "lets nobody wait for a transaction whose process has gone silent (behind a pooler: %s)",
    async (isBehindPooler) => {
      const database = await openEmpty({ ...shared.server, isBehindPooler });
      const limits = await database.write(async (transaction) => {
        const names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];
        const { rows } = await sql<{
          setting: string;
        }>`select setting from pg_settings where name in (${sql.join(names)})`.execute(transaction);
        return rows.map(({ setting }) => setting);
      });
      expect(limits).toEqual(["10000", "10000", "10000"]);
    },
  );

  /** One after the other, as PostgreSQL reports them; then the write goes through. */
  const failing = (...codes: readonly string[]) => {
    const left = [...codes];
    return async (transaction: Kysely<Schema>) => {
      const code = left.shift();
      if (code !== undefined) throw Object.assign(new Error("interrupted"), { code });
      return put("a")(transaction);
    };
  };

  it("does a write again that was a duplicate after it had been in the way of others", async () => {
    const database = await openEmpty();
    await database.write(failing("40001", "40001", "40001", "23505"));
    expect(await ids(database.reader)).toEqual(["a"]);
    await expect(database.write(failing("23505", "40001", "23505", "23505"))).rejects.toThrow("interrupted");
  });

  it("is as patient with a database that is away as if it had never been, once it has answered, be it with a refusal", async () => {
    const database = await openEmpty();
    await expect(database.write(failing("08006", "P0001"))).rejects.toThrow("interrupted");
    const later = performance.now() + 60_000;
    const clock = vi.spyOn(performance, "now").mockReturnValue(later);
    onTestFinished(() => clock.mockRestore());
    await database.write(failing("08006", "08006", "08006"));
    expect(await ids(database.reader)).toEqual(["a"]);
  });

  it("answers after every connection was lost while idle", async () => {
    const database = await openEmpty();
    await database.write(put("a"));
    expect(await ids(database.reader)).toEqual(["a"]);
    await endConnections();
    expect(await ids(database.reader)).toEqual(["a"]);
    await database.write(put("b"));
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it("RT-11 never repeats, nor acknowledges, a write whose connection was lost during its commit", async () => {
    const wire = await openWire(shared.server);
    const database = await openEmpty(wire.server);
    wire.cutAt("commit");
    let tries = 0;
    const write = database.write((transaction) => {
      tries += 1;
      return put("a")(transaction);
    });
    await expect(write).rejects.toThrow(CommitUnknown);
    expect(tries).toBe(1);
    expect(await ids(database.reader)).toEqual([]);
  });

  it("rejects a write that goes on after one of its statements failed", async () => {
    const database = await openEmpty();
    const write = database.write(async (transaction) => {
      await put("a")(transaction);
      await sql`select 1 / 0`.execute(transaction).catch(() => undefined);
    });
    await expect(write).rejects.toThrow("was not committed");
    expect(await ids(database.reader)).toEqual([]);
  });

  it("repeats no value in an error, because errors are logged", async () => {
    const database = await openEmpty();
    await database.write(put("ada@example.com"));
    const error: unknown = await database.write(put("ada@example.com")).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "23505" });
    expect(inspect(error)).not.toContain("ada@example.com");
  });

  it("sends begin together with the first statement", async () => {
    const wire = await openWire(shared.server);
    const database = await openEmpty(wire.server);
    await database.write(async (transaction) => {
      const first = put("a")(transaction);
      expect(wire.said()).not.toContain("serializable");
      await first;
    });
    expect(wire.said()).toMatch(/begin isolation level serializable\0.*insert into "single_use".*commit\0/s);
  });

  it("sends what is said last together with the commit, and begin too when nothing came before", async () => {
    const wire = await openWire(shared.server);
    const database = await openEmpty(wire.server);
    let saidMeanwhile = "";
    await database.write(nothing, async (transaction) => {
      await inOrder(put("a")(transaction), put("b")(transaction));
      saidMeanwhile = wire.said();
    });
    expect(saidMeanwhile).toMatch(/begin isolation.*insert into "single_use".*commit\0/s);
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it("undoes everything when what is said last is refused, or cannot be said, and lets the connection go", async () => {
    const database = await openEmpty();
    await expect(database.write(put("a"), put("a"))).rejects.toMatchObject({ code: "23505" });
    const unsaid = () => Promise.reject(new Error("no"));
    await expect(database.write(put("b"), unsaid)).rejects.toThrow("no");
    expect(await ids(database.reader)).toEqual([]);
    expect(database.load().connections[0]).toMatchObject({ used: 0, waiting: 0 });
    await database.write(put("c"), put("d"));
    expect(await ids(database.reader)).toEqual(["c", "d"]);
  });

  it("does a write again whose last words came upon what another one had committed", async () => {
    const database = await openEmpty();
    let tries = 0;
    const write = database.write(
      async () => {
        tries += 1;
        if (tries === 1) await open().write(put("a"));
      },
      (transaction) => put(tries === 1 ? "a" : "b")(transaction),
    );
    await write;
    expect(tries).toBe(2);
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it("does a write again whose connection was gone before its last words", async () => {
    const database = await openEmpty();
    let tries = 0;
    const write = database.write(async (transaction) => {
      tries += 1;
      if (tries > 1) return;
      await endConnections();
      // So that it has been noticed: nothing can be sent there any more.
      await sql`select 1`.execute(transaction).catch(nothing);
    }, put("a"));
    await write;
    expect(tries).toBe(2);
    expect(await ids(database.reader)).toEqual(["a"]);
  });

  it("does a write again whose connection the server ended at its last words, and said so", async () => {
    const database = await openEmpty();
    let tries = 0;
    const endOnce = async (transaction: Kysely<Schema>) => {
      tries += 1;
      if (tries === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
      else await put("b")(transaction);
    };
    await database.write(put("a"), endOnce);
    expect(tries).toBe(2);
    expect(await ids(database.reader)).toEqual(["a", "b"]);
  });

  it("RT-11 never repeats, nor acknowledges, a write whose connection was lost after its last words", async () => {
    const wire = await openWire(shared.server);
    const database = await openEmpty(wire.server);
    let tries = 0;
    const write = database.write(
      async () => {
        tries += 1;
        wire.cutAt("insert into");
      },
      (transaction) => put("a")(transaction),
    );
    await expect(write).rejects.toThrow(CommitUnknown);
    expect(tries).toBe(1);
    expect(await ids(database.reader)).toEqual([]);
  });

  it("refuses a write by the reader, and a statement after its transaction is over", async () => {
    const database = await openEmpty();
    await expect(put("a")(database.reader)).rejects.toThrow("The reader cannot write");
    const leaked = await database.write((transaction) => Promise.resolve({ transaction }));
    await expect(put("a")(leaked.transaction)).rejects.toThrow("No transaction is open");
    expect(await ids(database.reader)).toEqual([]);
  });

  it("goes on when a table has grown a column under a prepared statement", async () => {
    const database = await openEmpty();
    const all = () => database.reader.selectFrom("single_use").selectAll().execute();
    await database.write(put("a"));
    expect(await all()).toEqual([{ pool_id: "p", id: "a", expires_at: 0 }]);
    await shared.query("alter table single_use add column later text");
    expect(await all()).toEqual([{ pool_id: "p", id: "a", expires_at: 0, later: null }]);
    await shared.query("alter table single_use drop column later");
  });

  it("sorts texts by their bytes, and keeps one that has a NUL", async () => {
    const database = await openEmpty();
    for (const id of ["b", "B", "a", "é", "_", "\0"]) await database.write(put(id));
    expect(await ids(database.reader)).toEqual(["B", "_", "a", "b", "é", "\u{10FFFE}"]);
    const found = database.reader.selectFrom("single_use").select("id").where("id", "=", "\0");
    expect(await found.execute()).toHaveLength(1);
  });

  it("goes to the next host when one does not answer", async () => {
    const hosts = [{ host: "127.0.0.1", port: 1 }, ...shared.server.hosts];
    const database = await openEmpty({ ...shared.server, hosts });
    await database.write(put("a"));
    expect(await ids(database.reader)).toEqual(["a"]);
  });

  it("leaves nothing on a connection that a pooler will give to somebody else", async () => {
    const wire = await openWire(shared.server);
    const server = { ...wire.server, isBehindPooler: true };
    const database = await openEmpty(server);
    await migrate(database);
    await database.write(put("a"));
    expect(await ids(database.reader)).toEqual(["a"]);
    expect(wire.said()).not.toMatch(/poolhouse_\d|statement_timeout\0|set session|listen/i);
  });

  it("migrates once when many begin at the same time", async () => {
    // Each begins with making the table of migrations, which fails in more than one way: several rounds see them all.
    for (let round = 0; round < 5; round += 1) {
      const other = await (postgres as NonNullable<typeof postgres>).create();
      onTestFinished(() => other.drop());
      await Promise.all(Array.from({ length: 6 }, () => migrate(open(other.server))));
      expect(await other.query("select number from migrations order by number")).toEqual(
        Array.from({ length: newestSchema + 1 }, (_, number) => ({ number })),
      );
    }
  });

  it("finishes what was asked for before it closes", async () => {
    const database = openPostgres(shared.server);
    await shared.query("delete from single_use");
    const writes = ["a", "b", "c"].map((id) => database.write(put(id)));
    await database.close();
    expect(await Promise.all(writes)).toEqual(["a", "b", "c"]);
    await expect(database.write(put("d"))).rejects.toThrow();
  });
});
