/** `poolhouse doctor`: looks at everything a server needs, and says what to do. */
import { existsSync } from "node:fs";
import { type Config, parseConfig } from "../../config/config.ts";
import { loadMasterKeyRing, type MasterKeyRing, masterKeyFile } from "../../crypto/master-key.ts";
import { openLook } from "../../sql/look/open-look.ts";
import type { Command } from "../command.ts";
import { bad, type Check, type Finding, type Patient } from "../doctor/check.ts";
import { checks } from "../doctor/checks.ts";
import { countOf, type Examined, inWords } from "../doctor/report.ts";
import { failureLines } from "../failure-lines.ts";
import type { Terminal } from "../terminal.ts";

const help = `poolhouse doctor [flags]

Looks at what a server needs, beside a running one or before a start, and
changes nothing: settings, keys, clock, disk, database, audit log, public
URL, messages.
Each line says what was found, and where it is not as it should be, what to do:

  ✓ as it should be    ! works, but know of it    ✗ repair it

Give it the settings of the server: the same flags as for poolhouse start, and
the same environment.

  --json  Print JSON

The exit code is 1 when there is a ✗ or a setting that no start would take, 2
where the command line is wrong, and 0 otherwise.`;

export const doctorCommand: Command = {
  help: () => help,
  async run(args, terminal) {
    const config = parseConfig(
      args.filter((arg) => arg !== "--json"),
      terminal.environment,
    );
    const patient: Patient = {
      config,
      database: await openLook(config.dataFolder, config.database).catch(asError),
      masterKey: findKey(config),
      now: Date.now,
    };
    const examined = await examine(patient, terminal);
    if (!(patient.database instanceof Error)) await patient.database.close();
    const isGood = countOf(examined, "bad") === 0;
    terminal.print(
      args.includes("--json")
        ? JSON.stringify({ isGood, checks: examined })
        : inWords(examined, terminal.style),
    );
    return isGood ? 0 : 1;
  },
};

async function examine(patient: Patient, { progress }: Terminal): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (const check of checks) {
    progress(`Checking: ${check.name}`);
    examined.push({ name: check.name, findings: await run(check, patient) });
  }
  progress(undefined);
  return examined;
}

/** A check that fails is a finding too, and the others go on. */
async function run(check: Check, patient: Patient): Promise<readonly Finding[]> {
  try {
    return await check.run(patient);
  } catch (error) {
    const lines = failureLines(error);
    const found = `It could not be checked: ${lines?.why ?? asError(error).message}`;
    return [bad(found, lines?.cure ?? "See the other findings: one of them may be why.")];
  }
}

/** None is made. */
function findKey({ dataFolder, masterKey }: Config): MasterKeyRing | Error {
  if (masterKey === undefined && !existsSync(masterKeyFile(dataFolder))) {
    return new Error(
      `There is no master key: ${dataFolder} has no master.key, and POOLHOUSE_MASTER_KEY is not set.`,
    );
  }
  try {
    return loadMasterKeyRing(dataFolder, masterKey);
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
