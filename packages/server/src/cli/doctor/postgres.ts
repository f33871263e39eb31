/** How a PostgreSQL server must be set, so that what it confirmed is kept. */
import type { DatabaseLook } from "../../sql/look/open-look.ts";
import { bad, type Finding, good, warning } from "./check.ts";

const lagBytes = 16 * 1024 * 1024;

export async function postgresFindings({ ask }: DatabaseLook): Promise<Finding[]> {
  const setting = async (name: string) => String((await ask("select current_setting($1)", [name]))[0]?.[0]);
  const number = Number(await setting("server_version_num"));
  const commit = await setting("synchronous_commit");
  return [
    version(number, await setting("server_version")),
    durability(await setting("fsync"), await setting("full_page_writes"), commit),
    await standbys(ask, await setting("synchronous_standby_names")),
    await connections(ask, Number(await setting("max_connections"))),
    ...(await room(ask)),
  ];
}

function version(number: number, name: string): Finding {
  if (number >= 150_000) return good(`It is PostgreSQL ${name}.`);
  return warning(`It is PostgreSQL ${name}, and 15 is the oldest that is tested.`, "Upgrade it.");
}

function durability(fsync: string, fullPageWrites: string, commit: string): Finding {
  if (fsync !== "on" || fullPageWrites !== "on") {
    return bad(
      `fsync is ${fsync} and full_page_writes is ${fullPageWrites}: a power cut loses or damages data.`,
      "Set both to on in postgresql.conf.",
    );
  }
  const cure = "Set synchronous_commit = on: a revocation that was confirmed must not be lost.";
  if (commit === "off") {
    return bad("synchronous_commit is off: commits are confirmed before they are on the disk.", cure);
  }
  if (commit === "local") {
    return warning("synchronous_commit is local: commits do not wait for a standby.", cure);
  }
  return good(`Commits are on the disk before they are confirmed (synchronous_commit=${commit}).`);
}

/** Only superusers and pg_monitor see how far each is; everybody sees that it is there. */
async function standbys(ask: DatabaseLook["ask"], names: string): Promise<Finding> {
  const rows = await ask(
    `select application_name, state, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::bigint
     from pg_stat_replication order by application_name`,
  );
  if (rows.length === 0) return noStandby(names);
  const late = rows.filter(([, , lag]) => Number(lag) > lagBytes);
  if (late.length > 0) {
    const words = late.map(([name, , lag]) => `${name} by ${Math.ceil(Number(lag) / 1024 / 1024)} MiB`);
    const cure = "See what keeps them: network, disk, a long query.";
    return warning(`Standbys are behind: ${words.join(", ")}.`, cure);
  }
  if (names !== "") return good(`Standbys follow, and commits wait for them: ${names}.`);
  return warning(
    "Standbys follow, and no commit waits for them: the last moments may be missing on a promoted one.",
    "Name them in synchronous_standby_names.",
  );
}

function noStandby(names: string): Finding {
  if (names !== "") {
    return bad(
      "Commits wait for a standby (synchronous_standby_names), and none is connected.",
      "Start the standby, or take its name out of synchronous_standby_names.",
    );
  }
  return warning(
    "It has no standby: what was confirmed since the last backup is lost with its disk.",
    "Add one, and name it in synchronous_standby_names: docs/postgresql.md.",
  );
}

async function connections(ask: DatabaseLook["ask"], most: number): Promise<Finding> {
  const [row] = await ask("select count(*) from pg_stat_activity where backend_type = 'client backend'");
  const used = Number(row?.[0]);
  const words = `${used} of ${most} connections are used`;
  if (used < most * 0.8) return good(`${words}.`);
  return warning(`${words}.`, "Raise max_connections, or lower pool_size in POOLHOUSE_DATABASE_URL.");
}

/** As a sign-in needs it sooner or later: another page. It is gone with the statement. Whoever may not try learns nothing. */
async function room(ask: DatabaseLook["ask"]): Promise<Finding[]> {
  try {
    await ask("create temporary table doctor_room on commit drop as select repeat('x', 4000)");
    return [good("Its disk has room for a write.")];
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "53100")) return [];
    return [bad(`Its disk is full: ${error.message}.`, "Make room now: a full disk refuses every sign-in.")];
  }
}
