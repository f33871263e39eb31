/** For commands that look into the data themselves. They never make a data folder: that is what `start` does. */
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { type Config, parseConfig } from "../config/config.ts";
import type { Environment } from "../config/env.ts";
import { masterKeyFile } from "../crypto/master-key.ts";
import { type House, openHouse } from "../house.ts";
import { createLog } from "../log/pino.ts";
import { databaseFile } from "../sql/data-folder.ts";
import { CommandFailure } from "./command.ts";

/** `folder` is the `--data` of the command; undefined: the environment's, or the default. */
export async function withData<T>(
  folder: string | undefined,
  environment: Environment,
  work: (house: House) => Promise<T>,
): Promise<T> {
  return withDataOf(configOfData(folder, environment), work);
}

/** The same for a command that has read the settings itself. */
export async function withDataOf<T>(config: Config, work: (house: House) => Promise<T>): Promise<T> {
  requireData(config);
  const house = await openHouse(
    config,
    { kind: "commandLine", id: machineUser() },
    { log: createLog("error") },
  );
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** For the audit log. A container's user need not have a name. */
function machineUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

/** A folder that is named is meant, whatever database the environment has. */
export function configOfData(folder: string | undefined, environment: Environment): Config {
  return folder === undefined ? parseConfig([], environment) : configOfFolder(folder, environment);
}

/** The SQLite file, whatever database the environment has. */
export function configOfFolder(folder: string | undefined, environment: Environment): Config {
  const { POOLHOUSE_DATABASE_URL: _, POOLHOUSE_DATABASE_URL_FILE: __, ...poolhouse } = environment.poolhouse;
  return parseConfig(folder === undefined ? [] : [`--data=${folder}`], { ...environment, poolhouse });
}

export function hasData({ database, dataFolder }: Config): boolean {
  return database !== undefined || existsSync(databaseFile(dataFolder));
}

/** Throws unless there is something to open, and the key to it. */
export function requireData(config: Config): void {
  if (!hasData(config)) {
    throw new CommandFailure(
      `There is no Poolhouse data in ${config.dataFolder}.`,
      "The folder has no poolhouse.sqlite, which the first start makes.",
      "Name what the server uses: --data <folder>, POOLHOUSE_DATA or POOLHOUSE_DATABASE_URL.",
    );
  }
  requireKeyToData(config);
}

/** Opening would make a new key, which is the key to nothing. */
export function requireKeyToData(config: Config): void {
  const { database, dataFolder, masterKey } = config;
  if (database !== undefined || masterKey !== undefined || !hasData(config)) return;
  if (existsSync(masterKeyFile(dataFolder))) return;
  throw new CommandFailure(
    "The master key is missing.",
    `${dataFolder} has data and no master.key: the key was kept elsewhere, or the file is lost.`,
    "Set POOLHOUSE_MASTER_KEY as it was set before, or put the original master.key back.",
  );
}
