/** Live: the process answers. Ready: it can do its work, so a balancer may send people here. */
import { poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import type { Reply } from "./reply.ts";

export async function answerLive(): Promise<Reply> {
  return health(200, "live");
}

/** A process that was asked to end says so first, while it still serves, so that no new work is sent to it. */
export function answerReady(isStopping: () => boolean): (world: World) => Promise<Reply> {
  return async (world) => (isStopping() ? health(503, "stopping") : checkDatabase(world));
}

async function checkDatabase(world: World): Promise<Reply> {
  try {
    await world.store.read.users.countAbout(poolId("none_0"));
    return health(200, "ready");
  } catch (cause) {
    world.log.error({ err: cause }, "the database does not answer");
    return health(503, "the database does not answer");
  }
}

export function health(status: number, text: string): Reply {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ status: text }),
  };
}
