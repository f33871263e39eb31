/** Why PostgreSQL cannot be used, as people can act on it. */
import type { DatabaseUnusable } from "../sql/database.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const words: Readonly<Record<string, readonly [why: string, cure: string]>> = {
  "25006": ["None of its hosts takes writes.", "Name the primary as well, or promote a standby."],
  "28000": ["It does not let this user in.", "Add a line for user, database and address to its pg_hba.conf."],
  "28P01": ["User name or password are wrong.", "Correct them in POOLHOUSE_DATABASE_URL."],
  "3D000": ["It has no such database.", "Create it, empty: createdb <name>. Poolhouse makes the tables."],
  "3F000": [
    "It has no schema to make tables in.",
    "Create one that the search_path of this user names, and let the user own it.",
  ],
  "42501": [
    "This user may not do enough there.",
    "Let the user own the database, or create tables in its schema public.",
  ],
  "55000": [
    "The database accepts no connections.",
    "Let it: alter database <name> with allow_connections true.",
  ],
  "53100": ["Its disk is full.", "Make room for its data and its write-ahead log."],
  "53300": ["It has no connection left.", "Raise its max_connections, or lower pool_size in the URL."],
  "57P03": [
    "It is starting, stopping, or recovering from a crash.",
    "Wait a moment; if that does not end, see its log: without room for its write-ahead log it begins again and again.",
  ],
};

export function databaseUnusable({ message, cause }: Pick<DatabaseUnusable, "message" | "cause">) {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const said = cause instanceof Error ? cause.message : "";
  const [why, cure] = words[code] ?? tlsFailure(said) ?? nobodyThere(code || said);
  return { what: message, why, cure };
}

function tlsFailure(said: string): readonly [why: string, cure: string] | undefined {
  if (!/certificate|SSL|TLS/i.test(said)) return undefined;
  return [
    `TLS failed: ${said.replace(/\.?$/, ".")}`,
    "Give its CA with sslrootcert=<file> in the URL; sslmode=disable only where nobody else is on the network.",
  ];
}

function nobodyThere(reason: string): readonly [why: string, cure: string] {
  return [
    `It did not answer (${reason || "no reason given"}).`,
    "Check host and port in POOLHOUSE_DATABASE_URL, and that the database runs and can be reached from here.",
  ];
}
