/**
 * What a restored backup cannot know: which sign-ins ended after it was taken. So none of them lives on, unless the database that is
 * being replaced still has it alive: revoked stays revoked.
 */
import type { DatabaseSync } from "node:sqlite";

export interface Ended {
  readonly kept: number;
  readonly ended: number;
}

/** Everything that opens something by itself, without a password being asked. Passwords and keys are the backup's. */
const bearers = [
  "authorization_codes",
  "browser_sessions",
  "devices",
  "flows",
  "verification_codes",
] as const;

/** Of these the replaced database can tell which are still good: a code may be used there and look unused here. */
const vouchable = ["browser_sessions", "devices"] as const;

/** Of a family there. Deleting an app ends its sign-ins by being gone, and nothing is written to them. */
const isAlive = `and there.ended_at is null and exists (
  select 1 from witness.clients app where app.pool_id = there.pool_id and app.client_id = there.client_id)`;

const stepMs = 30_000;

/** `witness`: the file that is being replaced, where it can be believed. Inside one transaction: all of it, or nothing is restored. */
export function endSessions(db: DatabaseSync, witness: string | undefined, now: number): Ended {
  if (witness !== undefined) db.prepare("attach ? as witness").run(witness);
  db.exec("BEGIN IMMEDIATE");
  if (witness !== undefined) listen(db);
  for (const table of bearers) {
    const isVouched = witness !== undefined && vouchable.some((name) => name === table);
    db.exec(`delete from ${table} ${isVouched ? `where not ${isIn(db, table)}` : ""}`);
  }
  const living = witness === undefined ? "" : `and not ${isIn(db, "families", isAlive)}`;
  const { changes } = db
    .prepare(
      `update families set ended_at = ?, end_reason = 'restored' where ended_at is null and expires_at > ? ${living}`,
    )
    .run(now, now);
  if (witness !== undefined) takeOver(db, ["families", "browser_sessions", "devices"]);
  // Messages that waited then have been sent since, or nobody waits for them any more.
  db.prepare("update messages set failed_at = ? where sent_at is null and failed_at is null").run(now);
  // Codes of authenticator apps that may have been used since, moments ago: they are taken up to one step early.
  db.prepare("update software_tokens set last_step = max(last_step, ?)").run(Math.floor(now / stepMs) + 1);
  // What the single-use table of the backup does not know: sealed sessions that were answered since.
  db.prepare("insert or replace into instance (name, value) values ('restored-at', ?)").run(`${now}`);
  const kept = db
    .prepare("select count(*) as n from families where ended_at is null and expires_at > ?")
    .get(now);
  db.exec("COMMIT");
  if (witness !== undefined) db.exec("detach witness");
  return { kept: Number(kept?.["n"]), ended: Number(changes) };
}

/** What was used up, and who was locked out or disabled, since. */
function listen(db: DatabaseSync): void {
  db.exec(`update users set is_enabled = 0 where ${isIn(db, "users", "and there.is_enabled = 0")}`);
  for (const table of ["single_use", "attempts", "quotas"]) {
    const columns = shared(db, table).join(", ");
    db.exec(`insert or replace into ${table} (${columns}) select ${columns} from witness.${table}`);
  }
}

/** Their newest state: how far a refresh token has rotated, say. */
function takeOver(db: DatabaseSync, tables: readonly string[]): void {
  for (const table of tables) {
    const columns = shared(db, table);
    const mine = table === "families" ? "and here.ended_at is null" : "";
    const same = keyOf(db, table).map((name) => `here.${name} = there.${name}`);
    db.exec(
      `insert or replace into ${table} (${columns.join(", ")})
       select ${columns.map((name) => `there.${name}`).join(", ")} from witness.${table} there
       where exists (select 1 from main.${table} here where ${same.join(" and ")} ${mine})`,
    );
  }
}

function isIn(db: DatabaseSync, table: string, condition = ""): string {
  const same = keyOf(db, table).map((name) => `there.${name} = main.${table}.${name}`);
  return `exists (select 1 from witness.${table} there where ${same.join(" and ")} ${condition})`;
}

function keyOf(db: DatabaseSync, table: string): string[] {
  const columns = db.prepare(`pragma main.table_info(${table})`).all();
  return columns.filter((column) => Number(column["pk"]) > 0).map((column) => String(column["name"]));
}

/** A file of an older program has fewer columns. */
function shared(db: DatabaseSync, table: string): string[] {
  const names = (schema: string) =>
    db
      .prepare(`pragma ${schema}.table_info(${table})`)
      .all()
      .map((column) => String(column["name"]));
  const there = new Set(names("witness"));
  return names("main").filter((name) => there.has(name));
}
