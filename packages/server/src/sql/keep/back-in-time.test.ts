/** What `docs/backup.md` says to do after a database went back in time, done. */
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPostgres } from "../../../test/postgres/databases.ts";
import { ada, aFamily, aMessage, house } from "../../../test/sql/fixtures.ts";
import { migrate } from "../migrate.ts";
import { openPostgres } from "../postgres.ts";
import { createStore } from "../store.ts";

const postgres = await findPostgres(18);
const manual = readFileSync(new URL("../../../../../docs/backup.md", import.meta.url), "utf8");
const cure = /```sql\n(begin;.*?commit;)\n```/s.exec(manual)?.[1] ?? "the manual has none";

describe.skipIf(postgres === undefined)("the cure for a PostgreSQL that went back in time", () => {
  it("ends what may have come back to life, and takes no code of an authenticator again", async () => {
    // Skipped without it.
    const empty = await (postgres as NonNullable<typeof postgres>).create();
    const database = openPostgres(empty.server);
    onTestFinished(async () => {
      await database.close();
      await empty.drop();
    });
    await migrate(database);
    const store = createStore(database);
    const step = Math.floor(Date.now() / 30_000);
    const family = aFamily({ endedAt: undefined, endReason: undefined, expiresAt: Date.now() + 1000_000 });
    await store.write(async ({ families, messages, softwareTokens }) => {
      await families.insert(family);
      await messages.insert(aMessage());
      await softwareTokens.putPending(house, ada, "secret");
      await softwareTokens.confirm(house, ada, "secret", undefined, step - 9);
    });

    await empty.query(cure);
    await empty.query(cure);

    const { read } = store;
    expect(await read.families.find(house, family.sub, family.familyId)).toMatchObject({
      endReason: "restored",
    });
    const [message] = await read.messages.listNewest(1);
    expect(message?.failedAt).toBeGreaterThan(0);
    expect(await store.write(({ softwareTokens }) => softwareTokens.useStep(house, ada, step))).toBe(false);
  });
});
