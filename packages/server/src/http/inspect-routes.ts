/** `/inspect`: a page that reads tokens in the browser. With `?pool=` it comes with that pool's public keys. */
import { type PoolId, poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { issuerOf } from "../core/tokens/issuer.ts";
import { jwks } from "../oauth/discovery.ts";
import { type InspectorPool, type InspectorProps, renderInspector } from "../pages/views/inspector.tsx";
import { answerPage } from "./page-failure.ts";
import { pageReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerInspect(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, () => inspectReply(world, request));
}

/** What development mode adds: pools that nobody has to ask for, and a token to try. */
export interface Additions {
  readonly poolIds: readonly PoolId[];
  readonly sample: string;
}

export async function inspectReply(
  world: World,
  request: HttpRequest,
  additions?: Additions,
): Promise<Reply> {
  // Whatever else stands in the query is not looked at: somebody may have put a token there.
  const [asked] = new URLSearchParams(request.query).getAll("pool").map(poolId);
  const isPoolMissing = asked !== undefined && (await world.store.read.pools.find(asked)) === undefined;
  const ids = new Set([
    ...(additions?.poolIds ?? []),
    ...(asked === undefined || isPoolMissing ? [] : [asked]),
  ]);
  const props: InspectorProps = {
    publicUrl: world.settings.publicUrl,
    now: world.clock.now(),
    pools: await Promise.all([...ids].map((id) => publishedKeys(world, id))),
    isPoolMissing,
    ...(additions && { sample: additions.sample }),
  };
  return pageReply(request.requestId, renderInspector(props), {
    status: isPoolMissing ? 404 : 200,
    isOffline: true,
  });
}

/** What the pool's key set says to everybody. */
async function publishedKeys(world: World, id: PoolId): Promise<InspectorPool> {
  const { keys } = jwks(await world.store.read.signingKeys.list(id));
  return { poolId: id, issuer: issuerOf(world, id), keys };
}
