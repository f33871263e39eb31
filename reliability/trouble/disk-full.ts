/**
 * SQLite without room to write. The kernel refuses the process every byte that would make a file longer (RLIMIT_FSIZE, setrlimit(2)),
 * which needs no disk of one's own: SQLite hears of it from the same write() that a full disk would fail.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { paginateListUsers } from "@aws-sdk/client-cognito-identity-provider";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { type Doors, openDoors, readsAt, writesAt } from "./doors.ts";
import { notPutOff, notServed, untilGood } from "./promises.ts";

export const diskFull: Scenario = {
  name: "disk",
  summary: "SQLite with a full disk: reads serve, writes are put off, and it recovers by itself",
  unit: "full disks",
  long: { count: 50, minutes: 10 },
  short: { count: 1, minutes: 0.5 },
  obstacle: whyNot,
  run: fillAgainAndAgain,
};

async function fillAgainAndAgain(run: Run): Promise<Outcome> {
  const data = join(run.folder, "data");
  const server = await startServer(run.stack, { args: ["--data", data] });
  const broken: string[] = [];
  const recoveriesMs: number[] = [];
  let putOff = 0;
  let served = 0;
  let done = 0;
  let doors: Doors | undefined;
  for (; goesOn(run, done); run.say(`${done} full disks`)) {
    doors = await openDoors(server);
    const [reads, writes] = [readsAt(server, doors), writesAt(server, doors, `person-${done}`)];
    setRoom(server, "1");
    for (let again = 0; again < 3; again += 1) {
      const refused = await Promise.all(writes.map(({ ask }) => ask()));
      const answered = await Promise.all(reads.map(({ ask }) => ask()));
      broken.push(...notPutOff(refused), ...notServed(answered));
      putOff += refused.length;
      served += answered.length;
    }
    setRoom(server, "unlimited");
    const recovery = await untilGood(writes);
    broken.push(...recovery.broken);
    recoveriesMs.push(recovery.ms);
    const names = await everyName(server, doors);
    if (!names.includes(`person-${done}`)) broken.push(`lost: person-${done}`);
    done += 1;
  }
  if ((await server.stop()) !== 0) broken.push("it did not end well");
  broken.push(...corruptionIn(join(data, "poolhouse.sqlite")));
  return {
    done,
    broken,
    figures: [
      { name: "writes put off", value: `${putOff}` },
      { name: "reads served meanwhile", value: `${served}` },
      { name: "from room on the disk to the last door open", value: milliseconds(recoveriesMs) },
      { name: "integrity_check", value: broken.some((what) => what.startsWith("corrupt")) ? "failed" : "ok" },
    ],
  };
}

async function everyName({ admin }: ServerProcess, { stage }: Doors): Promise<string[]> {
  const names: string[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: admin }, { UserPoolId: stage.poolId }))
    names.push(...Users.map(({ Username = "" }) => Username));
  return names;
}

/** Only the soft limit, so that it can be raised again. */
function setRoom({ pid }: ServerProcess, bytes: string): void {
  execFileSync("prlimit", ["--pid", `${pid}`, `--fsize=${bytes}:`]);
}

function corruptionIn(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare("PRAGMA integrity_check").all();
  db.close();
  const words = rows.map(({ integrity_check: each }) => String(each));
  return words[0] === "ok" ? [] : words.map((each) => `corrupt: ${each}`);
}

function whyNot(): string | undefined {
  try {
    execFileSync("prlimit", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "prlimit (util-linux) is not here";
  }
}
