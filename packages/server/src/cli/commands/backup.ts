/** `poolhouse backup`: one file with everything, taken beside a running server. */
import { copyFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Config, placeOfData } from "../../config/config.ts";
import { masterKeyFile } from "../../crypto/master-key.ts";
import { takeBackup } from "../../sql/keep/backup.ts";
import { writeWhole } from "../../sql/keep/whole-file.ts";
import { type Arguments, readArguments } from "../arguments.ts";
import { type Command, CommandFailure, usageFailure } from "../command.ts";
import { configOfData, requireData } from "../open-data.ts";

const help = `poolhouse backup [flags]

Writes everything to one file: what was committed at one moment, without
stopping the server or making it wait. The file is checked before it gets its
name, and only you can read it. Put it back with poolhouse restore.

  --to <file>        Where; the default is poolhouse-<time>.backup here. A file
                     that exists is not overwritten
  --with-master-key  Write the master key too, to <file>.key
  --data <folder>    The data folder of the server [POOLHOUSE_DATA],
                     if it is not in POOLHOUSE_DATABASE_URL
  --json             Print JSON

The master key is NOT in the backup. Without it nobody can read the secrets in
it, you included: keep a copy of master.key (or POOLHOUSE_MASTER_KEY) somewhere
else. Whoever has both can sign tokens as you.

From PostgreSQL it writes the same kind of file, from one snapshot: for moving
back and for test systems. As the daily backup of a large PostgreSQL use its
own tools, pg_dump or point-in-time recovery: docs/backup.md says how.`;

export const backupCommand: Command = {
  help: () => help,
  async run(args, terminal) {
    const given = readArguments(args, {
      command: "poolhouse backup",
      switches: ["with-master-key", "json"],
      values: ["to", "data"],
      words: [],
    });
    const config = configOfData(given.value("data"), terminal.environment);
    requireData(config);
    const now = Date.now();
    const file = resolve(
      given.value("to") ?? `poolhouse-${new Date(now).toISOString().replaceAll(":", "-")}.backup`,
    );
    requireFolder(dirname(file));
    if (given.has("with-master-key")) requireKeyFile(config);
    terminal.progress(`Backing up ${placeOfData(config)}`);
    const bytes = await takeBackup({
      dataFolder: config.dataFolder,
      server: config.database,
      file,
      takenAt: now,
      onRows: (table, rows) => terminal.progress(`Backing up ${table}: ${rows} rows`),
    }).finally(() => terminal.progress(undefined));
    const keyFile = given.has("with-master-key") ? `${file}.key` : undefined;
    if (keyFile !== undefined) await copyKey(config, keyFile);
    terminal.print(told({ config, given, file, bytes, keyFile }));
    return 0;
  },
};

interface Told {
  readonly config: Config;
  readonly given: Arguments;
  readonly file: string;
  readonly bytes: number;
  readonly keyFile: string | undefined;
}

function told({ config, given, file, bytes, keyFile }: Told): string {
  if (given.has("json")) return JSON.stringify({ from: placeOfData(config), file, bytes, keyFile });
  return [
    `Backed up ${placeOfData(config)} to ${file} (${Math.ceil(bytes / 1024)} KiB).`,
    keyFile === undefined
      ? "The master key is not in it: keep a copy of it somewhere else, or nobody can use the backup."
      : `The master key is in ${keyFile}: keep the two apart.`,
  ].join("\n");
}

/** None is made: a disk that is not mounted would be filled beside. */
function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CommandFailure(
    `The backup cannot be written to ${folder}.`,
    "There is no such folder.",
    "Make it, or mount it, or give another file: --to <file>.",
  );
}

function requireKeyFile({ masterKey }: Config): void {
  if (masterKey === undefined) return;
  throw usageFailure(
    "The master key is not in a file.",
    "It is in POOLHOUSE_MASTER_KEY, so it is kept elsewhere already.",
    "Leave out --with-master-key.",
  );
}

async function copyKey({ dataFolder }: Config, keyFile: string): Promise<void> {
  await writeWhole(keyFile, async (partial) => copyFileSync(masterKeyFile(dataFolder), partial));
}
