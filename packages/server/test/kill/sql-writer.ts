/**
 * Redeems codes as fast as it can until it is killed: each write inserts a user and a single-use id, several wait
 * together, and an id is printed once its write was acknowledged. Its first argument is a file of SQLite, or a server as JSON.
 */

import { sub } from "../../src/core/ids.ts";
import { migrate } from "../../src/sql/migrate.ts";
import { openPostgres } from "../../src/sql/postgres.ts";
import { openSqlite } from "../../src/sql/sqlite.ts";
import { createStore } from "../../src/sql/store.ts";
import { aUser } from "../sql/fixtures.ts";

const [place = "", round = ""] = process.argv.slice(2);
const database = place.startsWith("{") ? openPostgres(JSON.parse(place)) : openSqlite(place);
await migrate(database);
const store = createStore(database);

async function writeForEver(writer: number): Promise<never> {
  for (let index = 0; ; index += 1) {
    const id = `${round}-${writer}-${index}`;
    const user = aUser({ sub: sub(id), username: id });
    await store.write(async ({ users, singleUse }) => {
      await users.insert(user, [{ name: id, kind: "username" }]);
      await singleUse.use(user.poolId, id, 1);
    });
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => writeForEver(writer)));
