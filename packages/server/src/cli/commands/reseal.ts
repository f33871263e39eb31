/** `poolhouse reseal`: after a new master key was put in front of the old one, so that the old one can be taken away. */
import { setTimeout as pause } from "node:timers/promises";
import type { Trail } from "../../core/audit/audit-record.ts";
import { AuditHeadAltered } from "../../core/audit/seal.ts";
import type { World } from "../../core/ports.ts";
import { sealedPlaces } from "../../core/sealing/places.ts";
import { countSealed, OldKeyInUse, type Resealed, reseal } from "../../core/sealing/reseal.ts";
import { lockDataFolder } from "../../sql/data-folder-lock.ts";
import { compact } from "../../sql/keep/compact.ts";
import { type Arguments, readArguments } from "../arguments.ts";
import { columns } from "../columns.ts";
import { type Command, CommandFailure } from "../command.ts";
import { configOfData, requireData, withDataOf } from "../open-data.ts";
import type { Terminal } from "../terminal.ts";

const help = `poolhouse reseal [flags]

Seals every stored secret anew under the first master key, so that the others
can be taken out of POOLHOUSE_MASTER_KEY or master.key: because one leaked, or
because it is time. The audit log stays verifiable without them.

  1. Make a new key: openssl rand -base64 32
  2. Put it in front of the old one, with a comma or a line end between, and
     restart. Of several servers, first put it behind the old one everywhere.
  3. poolhouse reseal
  4. Take the old key away, and restart.

On SQLite stop the server first; on PostgreSQL servers go on. It may be stopped
and run again at any time. Backups still need the key they were made under.
Refresh tokens that the old key sealed end with it, and so do codes that were
sent and sign-ins under way: docs/operations.md says when to take it away.

  --check           Only count what is sealed under which key
  --data <folder>   The data folder of the server [POOLHOUSE_DATA],
                    if it is not in POOLHOUSE_DATABASE_URL
  --json            Print JSON`;

/** A server does not serve what it read longer ago than a second (`docs/postgresql.md`), and a request takes its time. */
const pauseMs = 2_000;

export const resealCommand: Command = {
  help: () => help,
  async run(args, terminal) {
    const given = readArguments(args, {
      command: "poolhouse reseal",
      switches: ["check", "json"],
      values: ["data"],
      words: [],
    });
    const config = configOfData(given.value("data"), terminal.environment);
    requireData(config);
    const isCheck = given.has("check");
    // A server on SQLite keeps what it has read until it changes it itself, and would write it back.
    const lock = isCheck || config.database !== undefined ? undefined : lockDataFolder(config.dataFolder);
    try {
      const { text, isWhole } = await withDataOf(config, async ({ world }) => {
        const done = await work(world, isCheck, terminal);
        const text = given.has("json") ? jsonOf(world, done) : told(world, done, given);
        return { text, isWhole: done.closed.length === 0 };
      });
      if (lock !== undefined && isWhole) rewrite(config.dataFolder, terminal);
      terminal.print(text);
      return isWhole ? 0 : 1;
    } finally {
      lock?.release();
    }
  },
};

/** What is replaced stays in a SQLite file until the room is needed. */
function rewrite(dataFolder: string, { progress }: Terminal): void {
  progress("Writing the file anew");
  try {
    compact(dataFolder);
  } catch (error) {
    throw notRewritten(error);
  } finally {
    progress(undefined);
  }
}

function notRewritten(cause: unknown): CommandFailure {
  return new CommandFailure(
    "Everything is sealed anew, but what the old key sealed is still in the file.",
    `The file could not be written anew: ${cause instanceof Error ? cause.message : cause}.`,
    "Make as much room as the file takes, let a backup that runs end, and run this again.",
    { cause },
  );
}

async function work(world: World, isCheck: boolean, { progress }: Terminal): Promise<Resealed> {
  const onProgress = (what: string, looked: number) => progress(`${what}: ${looked} looked at`);
  const trail: Trail = { actor: world.self, action: "reseal", requestId: undefined, source: undefined };
  try {
    return isCheck
      ? await countSealed(world, { onProgress })
      : await reseal(world, { trail, onProgress, pause: () => pause(pauseMs) });
  } catch (error) {
    throw refusal(world, error);
  } finally {
    progress(undefined);
  }
}

function refusal({ masterKeys }: World, error: unknown): unknown {
  if (error instanceof OldKeyInUse) {
    return new CommandFailure(
      "Not everything is sealed under the new master key.",
      `A server goes on sealing under ${masterKeys.otherIds.join(" or ")}: its first key is another.`,
      `Restart every server with ${masterKeys.currentId} as the first key, then run this again.`,
      { cause: error },
    );
  }
  if (error instanceof AuditHeadAltered) {
    return new CommandFailure(
      error.message,
      "A new key would hide what was done to it. The secrets are sealed anew; the old key is still needed.",
      "See all of it: poolhouse audit verify",
      { cause: error },
    );
  }
  return error;
}

function told(world: World, { counts, closed }: Resealed, given: Arguments): string {
  const { currentId, otherIds } = world.masterKeys;
  const isCheck = given.has("check");
  const heads = ["Secrets", "Stored", isCheck ? "Under another key" : "Sealed anew"];
  const rows = [...counts].map(([place, { all, sealedAnew }]) => [
    sealedPlaces[place].label,
    `${all}`,
    `${sealedAnew}`,
  ]);
  const table = rows.length === 0 ? "Nothing is sealed." : columns([heads, ...rows], "");
  return [`The master key is ${currentId}.`, table, ...verdict({ counts, closed }, otherIds, isCheck)].join(
    "\n",
  );
}

const mostNamed = 5;

function verdict({ counts, closed }: Resealed, otherIds: readonly string[], isCheck: boolean): string[] {
  if (closed.length > 0) {
    const named = closed
      .slice(0, mostNamed)
      .map(({ place, key }) => `  ${sealedPlaces[place].label}: ${key.join(" ")}`);
    const more = closed.length > mostNamed ? [`  and ${closed.length - mostNamed} more`] : [];
    const what = `${closed.length} of them open with no key that was given, and are as they were:`;
    return [what, ...named, ...more, "Add the key that sealed them to the list, and run this again."];
  }
  const others = otherIds.join(", ");
  if (otherIds.length === 0) return ["There is no other key: everything is sealed under this one."];
  const left = [...counts.values()].some(({ sealedAnew }) => sealedAnew > 0);
  if (isCheck && left) return [`The data still needs ${others}. Run poolhouse reseal.`];
  if (isCheck) return [`No secret needs ${others}. poolhouse reseal makes sure that nothing else does.`];
  return [`The data does not need ${others} any more: take it away, and restart every server.`];
}

function jsonOf({ masterKeys }: World, { counts, closed }: Resealed): string {
  return JSON.stringify({
    masterKey: masterKeys.currentId,
    otherKeys: masterKeys.otherIds,
    secrets: Object.fromEntries(counts),
    notOpened: closed.map(({ place, key }) => ({ secrets: place, key })),
  });
}
