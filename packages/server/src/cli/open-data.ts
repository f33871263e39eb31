/** For commands that look into the data themselves. They never make a data folder: that is what `start` does. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, parseConfig } from "../config/config.ts";
import type { Environment } from "../config/env.ts";
import { type House, openHouse } from "../house.ts";
import { createLog } from "../log/pino.ts";
import { CommandFailure } from "./command.ts";

/** `folder` is the `--data` of the command; undefined: the environment's, or the default. */
export async function withData<T>(
  folder: string | undefined,
  environment: Environment,
  work: (house: House) => Promise<T>,
): Promise<T> {
  const config = parseConfig(folder === undefined ? [] : [`--data=${folder}`], environment);
  requireData(config);
  const house = await openHouse(config, { log: createLog("error") });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

export function hasData(folder: string): boolean {
  return existsSync(join(folder, "poolhouse.sqlite"));
}

function requireData({ dataFolder, masterKey }: Config): void {
  if (!hasData(dataFolder)) {
    throw new CommandFailure(
      `There is no Poolhouse data in ${dataFolder}.`,
      "The folder has no poolhouse.sqlite, which the first start makes.",
      "Name the folder the server uses: --data <folder>, or POOLHOUSE_DATA.",
    );
  }
  // Opening would make a new key, which is the key to nothing.
  if (masterKey === undefined && !existsSync(join(dataFolder, "master.key"))) {
    throw new CommandFailure(
      "The master key is missing.",
      `${dataFolder} has no master.key, so the server has its key from elsewhere.`,
      "Set POOLHOUSE_MASTER_KEY as the server has it.",
    );
  }
}
