/**
 * PostgreSQL without room, in turns: for its data, where it refuses what needs more pages; and for its write-ahead log, where it has to
 * panic and cannot start again before there is room.
 */
import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { checkLedger, checkWhatIsOver } from "../kill/check.ts";
import { countOf, emptyLedger, isNotNow, type Ledger, workThrough } from "../kill/load.ts";
import { tallyOf } from "../kill/tally.ts";
import { nodesOn } from "../nodes.ts";
import { type Disk, type SmallDisks, startOnSmallDisks } from "../postgres/small-disks.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import type { ServerProcess } from "../server-process.ts";
import { type Doors, openDoors, readsAt, writesAt } from "./doors.ts";
import { isPutOff, notPutOff, notServed, untilGood } from "./promises.ts";

export const postgresDiskFull: Scenario = {
  name: "disk-postgres",
  summary: "PostgreSQL with a full disk under load: nothing acknowledged is lost, and it recovers by itself",
  unit: "full disks",
  long: { count: 40, minutes: 20 },
  short: { count: 2, minutes: 2 },
  obstacle: whyNot,
  run: fillAgainAndAgain,
};

interface Figures {
  readonly recoveriesMs: Readonly<Record<Disk, number[]>>;
  putOff: number;
  served: number;
}

async function fillAgainAndAgain(run: Run): Promise<Outcome> {
  const disks = await startOnSmallDisks(run.stack, run.folder);
  const server = await nodesOn(run, disks.url)();
  const ledgers: Ledger[] = [];
  const broken: string[] = [];
  const figures: Figures = { recoveriesMs: { data: [], wal: [] }, putOff: 0, served: 0 };
  let doors = await openDoors(server);
  for (; goesOn(run, ledgers.length); run.say(`${ledgers.length} full disks`)) {
    const disk = ledgers.length % 2 === 0 ? "data" : "wal";
    const ledger = emptyLedger();
    const round = ledgers.push(ledger);
    doors = await openDoors(server);
    await workUntilFull({ disks, server, doors }, disk, ledger, round);
    broken.push(...(await tryDoors({ disks, server, doors }, disk, `door-${round}`, figures)));
    const { lost, twice } = await checkLedger({ server, stage: doors.stage }, ledger);
    broken.push(...lost.map((what) => `lost: ${what}`), ...twice.map((what) => `twice: ${what}`));
    broken.push(...(await checkWhatIsOver({ server, stage: doors.stage }, ledger)));
  }
  const corruption = await corruptionIn(disks);
  return {
    done: ledgers.length,
    broken: [...broken, ...corruption],
    figures: [
      ...tallyOf(ledgers),
      { name: "at the doors meanwhile", value: `${figures.putOff} put off, ${figures.served} served` },
      { name: "PostgreSQL ended by itself", value: `${disks.ends()} times` },
      { name: "from room for data to the last door open", value: milliseconds(figures.recoveriesMs.data) },
      { name: "from room for the log to the last door open", value: milliseconds(figures.recoveriesMs.wal) },
      { name: "checksums and amcheck", value: corruption.length === 0 ? "ok" : "failed" },
    ],
  };
}

interface House {
  readonly disks: SmallDisks;
  readonly server: ServerProcess;
  readonly doors: Doors;
}

const fullEnough = 20;

/** Under load: the disk is filled in the middle of it. */
async function workUntilFull({ disks, server, doors }: House, disk: Disk, ledger: Ledger, round: number) {
  let putOff = 0;
  const isOver = (): boolean => putOff >= fullEnough;
  const forgives = (error: unknown): boolean => {
    putOff += 1;
    return isNotNow(error);
  };
  const { stage, browser } = doors;
  const working = workThrough({ server, stage, browser, ledger, round }, { isOver, forgives });
  // Random on purpose: no moment may be a bad one.
  const fillAfter = 50 + Math.random() * 100;
  const filling = (async () => {
    while (countOf(ledger) < fillAfter && !isOver()) await pause(5);
    disks.fill(disk);
    if (disk === "wal") await floodLog(disks);
  })();
  await Promise.all([working, filling]);
}

/** More than the segments that are there already can take: somebody else's work, in a database that is shared. */
async function floodLog({ ask }: SmallDisks): Promise<void> {
  const flood =
    "select pg_logical_emit_message(false, 'flood', repeat('x', 1000000)) from generate_series(1, 200)";
  const panicked = await ask(flood).then(
    () => false,
    () => true,
  );
  if (!panicked) throw new Error("there was still room for the log");
}

/** Each write is done or put off: with room in a page that is there already it is done. Reads are served as long as PostgreSQL runs. */
async function tryDoors(
  { disks, server, doors }: House,
  disk: Disk,
  name: string,
  figures: Figures,
): Promise<string[]> {
  const broken: string[] = [];
  let waiting = writesAt(server, doors, name);
  for (let again = 0; again < 3; again += 1) {
    const answers = await Promise.all(waiting.map(({ ask }) => ask()));
    waiting = waiting.filter((_call, index) => answers[index]?.status === 503);
    const reads = await Promise.all(readsAt(server, doors).map(({ ask }) => ask()));
    broken.push(...notPutOff(answers.filter(({ status }) => status !== 200 && status !== 302)));
    broken.push(...notServed(disk === "data" ? reads : reads.filter((each) => !isPutOff(each))));
    figures.putOff += answers.filter(isPutOff).length;
    figures.served += reads.filter(({ status }) => status === 200).length;
  }
  disks.empty(disk);
  const recovery = await untilGood(waiting);
  figures.recoveriesMs[disk].push(recovery.ms);
  return [...broken, ...recovery.broken];
}

/** Every page of every table, by its checksum; every index, by its order and by what its table has. */
async function corruptionIn({ ask }: SmallDisks): Promise<string[]> {
  const found: string[] = [];
  const check = (sql: string) =>
    ask(sql).catch((error: unknown) => {
      found.push(`corrupt: ${error}`);
      return [];
    });
  await check("create extension amcheck");
  const ours = "relnamespace = 'public'::regnamespace";
  for (const { relname } of await check(`select relname from pg_class where relkind = 'r' and ${ours}`)) {
    for (const { problem } of await check(
      `select msg as problem from verify_heapam('public."${relname}"')`,
    )) {
      found.push(`corrupt: ${relname}: ${problem}`);
    }
  }
  await check(`select bt_index_check(oid, true) from pg_class where relkind = 'i' and ${ours}`);
  return found;
}

function whyNot(): string | undefined {
  try {
    // Asks for the same permission as a mount.
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "only root may mount a small file system";
  }
}
