/** `poolhouse restore <file>`: a backup becomes the data of a folder. */
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Config } from "../../config/config.ts";
import { loadMasterKeyRing, masterKeyFile, parseMasterKeyRing } from "../../crypto/master-key.ts";
import { verifyMasterKey } from "../../crypto/master-key-check.ts";
import { type Restored, type RestoreOptions, restoreBackup } from "../../sql/keep/restore.ts";
import { FileExists, giveToOwnerOf, writeWhole } from "../../sql/keep/whole-file.ts";
import { type Arguments, readArguments } from "../arguments.ts";
import { type Command, CommandFailure, usageFailure } from "../command.ts";
import { configOfFolder } from "../open-data.ts";

const help = `poolhouse restore <file> [flags]

Makes a backup the data of a folder. It looks first: whether the file is whole,
whether this program knows its schema, and whether the master key is its key.
No server may run on the folder.

Revoked stays revoked: the backup cannot know who signed out after it was taken,
whose token was revoked and which code was used. So every sign-in in it ends,
and people sign in again, unless the database that is replaced can be read and
still has the sign-in alive. Passwords, passkeys, authenticator apps, client
secrets and access keys are those of the backup: look through them afterwards.

  --data <folder>   The data folder [POOLHOUSE_DATA]
  --replace         Replace a database that is there; it is kept beside the new
                    one, as poolhouse.sqlite.before-restore-<time>
  --end-sessions    End every sign-in, also where the replaced database vouches
                    for it: when somebody or something has tampered with it
  --keep-sessions   Restore the backup exactly as it was. What was revoked after
                    it was taken is good again: only for a backup that nothing
                    was served after
  --json            Print JSON

The master key is taken from the folder's master.key, from POOLHOUSE_MASTER_KEY,
or from <file>.key, which then becomes the folder's master.key.
For PostgreSQL: restore to a folder, then poolhouse migrate.`;

export const restoreCommand: Command = {
  help: () => help,
  async run(args, terminal) {
    const given = readArguments(args, {
      command: "poolhouse restore",
      switches: ["replace", "end-sessions", "keep-sessions", "json"],
      values: ["data"],
      words: ["backup file"],
    });
    const backup = resolve(given.words[0] ?? "");
    const config = configOfFolder(given.value("data"), terminal.environment);
    if (!existsSync(backup)) throw noBackup(backup);
    const key = findKey(config, backup);
    const restored = await restoreBackup({
      backup,
      dataFolder: config.dataFolder,
      mayReplace: given.has("replace"),
      sessions: sessionsOf(given),
      verifyCheck: (stored) => verifyMasterKey(key.ring, stored),
      now: Date.now(),
    }).catch((error: unknown) => {
      throw error instanceof FileExists ? mustReplace(error) : error;
    });
    if (key.file !== undefined) await keepKey(key.file, config);
    terminal.print(
      given.has("json") ? JSON.stringify(restored) : told(restored, config, given.has("end-sessions")),
    );
    return 0;
  },
};

function sessionsOf(given: Arguments): RestoreOptions["sessions"] {
  const isKept = given.has("keep-sessions");
  if (!given.has("end-sessions")) return isKept ? "keep" : "vouched";
  if (!isKept) return "end";
  throw usageFailure(
    "Sign-ins cannot both end and be kept.",
    "--end-sessions and --keep-sessions were given.",
    "Leave one out.",
  );
}

interface FoundKey {
  readonly ring: ReturnType<typeof loadMasterKeyRing>;
  /** Where it was, when it is not the folder's yet. */
  readonly file?: string;
}

/** None is made: it would be the key to nothing. */
function findKey({ dataFolder, masterKey }: Config, backup: string): FoundKey {
  if (masterKey !== undefined || existsSync(masterKeyFile(dataFolder))) {
    return { ring: loadMasterKeyRing(dataFolder, masterKey) };
  }
  const file = `${backup}.key`;
  if (existsSync(file)) return { ring: parseMasterKeyRing(readFileSync(file, "utf8"), file), file };
  throw new CommandFailure(
    "The master key is missing.",
    `Neither ${dataFolder} nor POOLHOUSE_MASTER_KEY has it, and there is no ${file}.`,
    "Put the master.key that belongs to the backup into the data folder, or set POOLHOUSE_MASTER_KEY.",
  );
}

async function keepKey(file: string, { dataFolder }: Config): Promise<void> {
  await writeWhole(masterKeyFile(dataFolder), async (partial) => {
    copyFileSync(file, partial);
    giveToOwnerOf(dataFolder, partial);
  });
}

function told(
  { takenAt, aside, sessions, returnedKeys }: Restored,
  { dataFolder }: Config,
  isEndAsked: boolean,
): string {
  const when = takenAt === undefined ? "" : ` of ${new Date(takenAt).toISOString()}`;
  return [
    `Restored the backup${when} to ${dataFolder}.`,
    ...(aside === undefined ? [] : [`The database that was there is now ${aside}.`]),
    sessionWords(sessions, isEndAsked),
    ...(returnedKeys.length === 0
      ? []
      : [
          `Access keys that had been deleted are back: ${returnedKeys.join(", ")}. Delete them again: poolhouse keys delete <id>`,
        ]),
    "Start the server, and run poolhouse doctor.",
  ].join("\n");
}

function sessionWords(sessions: Restored["sessions"], isEndAsked: boolean): string {
  if (sessions === undefined) return "Sign-ins are as they were: what was revoked since is good again.";
  const { kept, ended, isVouchedFor } = sessions;
  if (isVouchedFor)
    return `Sign-ins: ${kept} live on, as the replaced database vouches for them; ${ended} have ended.`;
  if (isEndAsked) return `All ${ended} sign-ins have ended, as was asked for: people sign in again.`;
  return `All ${ended} sign-ins have ended, because nothing tells which were revoked since: people sign in again.`;
}

function noBackup(file: string): CommandFailure {
  return new CommandFailure(
    `There is no ${file}.`,
    "A backup is one file, written by poolhouse backup.",
    "Check the name.",
  );
}

function mustReplace(cause: FileExists): CommandFailure {
  return new CommandFailure(
    cause.message,
    "Restoring would put the backup in its place.",
    "Add --replace (the old one is kept beside it), or give another folder: --data <folder>.",
    { cause },
  );
}
