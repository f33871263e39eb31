/** There is always a key that may do everything: the operator's own choice, or one generated at the first start. */
import type { World } from "../ports.ts";
import { createAccessKey } from "./secret.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The key that was made now, to be shown this once; undefined when there was one. A chosen key replaces its namesake. */
export async function ensureAdminKey(
  world: World,
  chosen: Credentials | undefined,
): Promise<Credentials | undefined> {
  const { key, secretAccessKey } = createAccessKey(world, {
    scope: { kind: "ALL" },
    description: chosen === undefined ? "made at first start" : "set in POOLHOUSE_ACCESS_KEY_ID",
    credentials: chosen,
  });
  const isNew = await world.store.write(async ({ accessKeys }) => {
    if (chosen === undefined && (await accessKeys.list()).some(({ scope }) => scope.kind === "ALL"))
      return false;
    await accessKeys.delete(key.accessKeyId);
    await accessKeys.insert(key);
    return true;
  });
  return isNew && chosen === undefined ? { accessKeyId: key.accessKeyId, secretAccessKey } : undefined;
}
