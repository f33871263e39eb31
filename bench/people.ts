// Fills a data folder with people who each signed in once: copies of one who is there, with names, an index and a sign-in of
// their own, written beside the running server in one transaction.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { familyId, type PoolId, type Sub, sub } from "../packages/server/src/core/ids.ts";
import { sealRefreshToken } from "../packages/server/src/core/tokens/refresh-token.ts";
import { createCrypto } from "../packages/server/src/crypto/create.ts";
import { loadMasterKeyRing } from "../packages/server/src/crypto/master-key.ts";

type Row = Record<string, SQLInputValue>;

const TABLES = ["users", "sign_in_names", "user_index", "families"] as const;
/** So many of them refresh, spread over all: their rows are not all in anybody's cache. */
const REFRESHING = 512;
const TELL_EVERY = 100_000;

/** Answers refresh tokens of people spread over all of them. `username` is whom they are copied from. */
export function addPeople(dataFolder: string, username: string, count: number): string[] {
  const db = new DatabaseSync(join(dataFolder, "poolhouse.sqlite"), { timeout: 30_000 });
  // Their keys are random: with the usual 2 MB a million of them write every page many times.
  db.exec("PRAGMA cache_size = -4000000");
  const { sealing } = createCrypto(loadMasterKeyRing(dataFolder, undefined));
  const original = readPerson(db, username);
  const insert = insertsOf(db, original);
  const every = Math.max(1, Math.floor(count / REFRESHING));
  const tokens: string[] = [];
  db.exec("BEGIN IMMEDIATE");
  for (let number = 0; number < count; number += 1) {
    const person = { sub: sub(randomUUID()), family: familyId(randomUUID()), name: `crowd-${number}` };
    for (const table of TABLES) {
      for (const row of original[table]) insert[table](copyOf(row, original, person));
    }
    if (number % every === 0) tokens.push(tokenOf(person));
    if (number > 0 && number % TELL_EVERY === 0) console.error(`  ${number.toLocaleString("en-US")} people`);
  }
  db.exec("COMMIT");
  db.close();
  return tokens;

  function tokenOf(person: NewPerson): string {
    const [family] = original.families;
    if (family === undefined) throw new Error(`${username} never signed in`);
    return sealRefreshToken(
      { sealing },
      {
        // As the server wrote them.
        poolId: String(family["pool_id"]) as PoolId,
        clientId: String(family["client_id"]) as never,
        sub: person.sub,
        familyId: person.family,
        generation: 0,
        expiresAt: Number(family["expires_at"]),
      },
    );
  }
}

interface NewPerson {
  readonly sub: Sub;
  readonly family: string & ReturnType<typeof familyId>;
  readonly name: string;
}

interface Original extends Record<(typeof TABLES)[number], readonly Row[]> {
  readonly sub: string;
  readonly username: string;
  readonly family: string;
}

function readPerson(db: DatabaseSync, username: string): Original {
  const user = db.prepare("select pool_id, sub from users where username = ?").get(username);
  if (user === undefined) throw new Error(`nobody is called ${username}`);
  const [poolId, person] = [String(user["pool_id"]), String(user["sub"])];
  const rowsOf = (table: string): Row[] =>
    db.prepare(`select * from ${table} where pool_id = ? and sub = ?`).all(poolId, person) as Row[];
  const families = rowsOf("families").slice(0, 1);
  return {
    sub: person,
    username,
    family: String(families[0]?.["family_id"]),
    users: rowsOf("users"),
    sign_in_names: rowsOf("sign_in_names"),
    user_index: rowsOf("user_index"),
    families,
  };
}

function insertsOf(db: DatabaseSync, original: Original) {
  const insertInto = (table: (typeof TABLES)[number]) => {
    const columns = Object.keys(original[table][0] ?? {});
    const marks = columns.map(() => "?").join(", ");
    const statement = db.prepare(`insert into ${table} (${columns.join(", ")}) values (${marks})`);
    return (row: Row) => void statement.run(...Object.values(row));
  };
  return {
    users: insertInto("users"),
    sign_in_names: insertInto("sign_in_names"),
    user_index: insertInto("user_index"),
    families: insertInto("families"),
  };
}

/** Wherever the original's sub, sign-in or name stands, the new one's: in attributes and index entries too. */
function copyOf(row: Row, original: Original, person: NewPerson): Row {
  const email = original.username.replace("-at-", "@");
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value !== "string"
        ? value
        : value
            .replaceAll(original.sub, person.sub)
            .replaceAll(original.family, person.family)
            .replaceAll(original.username, `${person.name}-at-bench.example`)
            .replaceAll(email, `${person.name}@bench.example`),
    ]),
  );
}
