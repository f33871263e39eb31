/** `poolhouse migrate --to postgres://…`: moves a data folder to PostgreSQL, beside the server that runs on it. */
import { type Config, parseDatabaseUrl } from "../../config/config.ts";
import { ConfigError } from "../../config/config-error.ts";
import type { Environment } from "../../config/env.ts";
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import { withSecretFiles } from "../../config/secret-files.ts";
import { loadMasterKeyRing } from "../../crypto/master-key.ts";
import { verifyMasterKey } from "../../crypto/master-key-check.ts";
import { type MoveOptions, moveToPostgres, openSource } from "../../sql/copy/move.ts";
import { type MovePlan, planMove } from "../../sql/copy/move-plan.ts";
import { abandonMove } from "../../sql/copy/move-source.ts";
import { type Arguments, readArguments } from "../arguments.ts";
import { columns } from "../columns.ts";
import { type Command, usageFailure } from "../command.ts";
import { moveProgress } from "../move-progress.ts";
import { configOfFolder, requireData } from "../open-data.ts";
import type { Terminal } from "../terminal.ts";

const help = `poolhouse migrate --to <postgres://…> [flags]

Moves everything from a SQLite data folder to an empty PostgreSQL database. The
server on the folder may go on working: while the data is copied it serves as
ever; at the end its writes wait a moment, the last changes are copied and
compared, and from then on it answers 503 and nothing can be written to the
old file. Nothing that was acknowledged is lost. Then start servers on
PostgreSQL.

If it is interrupted, run it again: it goes on where it was. Until the end the
old file is the data, and no server starts on a half-filled database.

  --to <url>       The database, as in POOLHOUSE_DATABASE_URL, which is taken
                   when this is left out: others on this machine can read the
                   command line, and with it a password
  --data <folder>  The data folder to move [POOLHOUSE_DATA]
  --dry-run        Say what would be moved and whether it can be; change nothing
  --abandon        Forget a move that was begun and not finished. The database
                   it was filling is left closed: drop it
  --json           Print JSON

The servers on PostgreSQL need the same master key, in POOLHOUSE_MASTER_KEY:
it is in the file master.key of the data folder, if it was not set before.`;

export const migrateCommand: Command = {
  help: () => help,
  async run(args, terminal) {
    const given = readArguments(args, {
      command: "poolhouse migrate",
      switches: ["dry-run", "abandon", "json"],
      values: ["to", "data"],
      words: [],
    });
    const config = configOfFolder(given.value("data"), terminal.environment);
    if (given.has("abandon")) return abandon(config, terminal);
    const server = readTarget(given, terminal);
    requireData(config);
    const options = { ...sourceOf(config), server, now: Date.now };
    if (given.has("dry-run")) return show(await planMove(options), config, server, given, terminal);
    return move(options, config, given, terminal);
  },
};

async function move(
  options: Omit<MoveOptions, "report">,
  config: Config,
  given: Arguments,
  terminal: Terminal,
): Promise<number> {
  const asJson = given.has("json");
  const progress = moveProgress(asJson ? { ...terminal, print: () => undefined } : terminal);
  try {
    await moveToPostgres({ ...options, report: progress.report });
  } finally {
    terminal.progress(undefined);
  }
  const to = placeOf(options.server);
  if (asJson) {
    terminal.print(JSON.stringify({ from: config.dataFolder, to, ...progress.figures() }));
    return 0;
  }
  terminal.print(
    [
      "",
      terminal.style.good(`Moved to ${to}.`),
      "Start servers there with",
      "  POOLHOUSE_DATABASE_URL  as you gave it here",
      `  POOLHOUSE_MASTER_KEY    ${whereKeyIs(config)}`,
      `The old server answers 503 now: stop it. ${config.dataFolder} refuses to start, and says how to come back.`,
    ].join("\n"),
  );
  return 0;
}

async function abandon(config: Config, { print }: Terminal): Promise<number> {
  requireData(config);
  const source = await openSource(sourceOf(config));
  try {
    print(
      (await abandonMove(source))
        ? "The move is forgotten. Drop the database it was filling: no server will start on it."
        : "No move had begun, or it is over.",
    );
    return 0;
  } finally {
    source.close();
  }
}

function show(
  plan: MovePlan,
  config: Config,
  server: PostgresServer,
  given: Arguments,
  { print }: Terminal,
): number {
  const { tables, bytes, isServerRunning, goesOn } = plan;
  const from = config.dataFolder;
  const to = placeOf(server);
  if (given.has("json")) {
    print(JSON.stringify({ from, to, tables, bytes, isServerRunning, goesOn }));
    return 0;
  }
  const rows = Object.entries(tables).map(([name, count]) => [name, `${count} rows`] as const);
  print(
    [
      `Would move ${from} (${Math.ceil(bytes / 1024)} KiB) to ${to}.`,
      columns(rows),
      isServerRunning
        ? "A server runs on the folder, and would go on until the end."
        : "No server runs on the folder.",
      goesOn
        ? "The database holds the beginning of this move, which would go on."
        : "The database is empty and can be filled.",
      `Servers there will need POOLHOUSE_MASTER_KEY: ${whereKeyIs(config)}.`,
      "Nothing was changed.",
    ].join("\n"),
  );
  return 0;
}

function sourceOf({ dataFolder, masterKey }: Config): Pick<MoveOptions, "dataFolder" | "verifyCheck"> {
  const verifyCheck = (stored: string) => verifyMasterKey(loadMasterKeyRing(dataFolder, masterKey), stored);
  return { dataFolder, verifyCheck };
}

const exampleOfTo = "For example: poolhouse migrate --to postgres://poolhouse@db.example.com/poolhouse";

function readTarget(given: Arguments, { environment }: Terminal): PostgresServer {
  const to = given.value("to");
  const server = to === undefined ? databaseOf(environment) : parseTo(to);
  if (server !== undefined) return server;
  throw usageFailure(
    "The database to move to is missing.",
    "It is named by --to, or by POOLHOUSE_DATABASE_URL.",
    exampleOfTo,
  );
}

function databaseOf({ poolhouse }: Environment): PostgresServer | undefined {
  const url = withSecretFiles(poolhouse)["POOLHOUSE_DATABASE_URL"];
  return url === undefined ? undefined : parseDatabaseUrl(url);
}

/** It is refused by the name it was given under. */
function parseTo(url: string): PostgresServer | undefined {
  try {
    return parseDatabaseUrl(url);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw usageFailure("--to cannot be used (its value is not shown).", error.why, exampleOfTo, {
      cause: error,
    });
  }
}

/** Where, and never what. */
function whereKeyIs({ masterKey, dataFolder }: Config): string {
  return masterKey === undefined ? `"$(cat ${dataFolder}/master.key)"` : "as it is set here";
}
