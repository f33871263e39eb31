/** `/inspect` in development mode: with the keys of the instance's pools, and a sample to try it with. */
import type { PoolId } from "../core/ids.ts";
import { poolId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { activeKey } from "../core/tokens/signing-keys.ts";
import { inspectReply } from "../http/inspect-routes.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpRequest } from "../http/request.ts";
import type { Quickstart } from "./quickstart-file.ts";

/** A developer's instance has a few; the rest can be asked for by name. */
const mostPools = 20;

export async function answerInspect(
  world: World,
  request: HttpRequest,
  quickstart: Quickstart,
): Promise<Reply> {
  const pools = await world.store.read.pools.list(undefined, { limit: mostPools });
  const own = poolId(quickstart.userPoolId);
  return inspectReply(world, request, {
    poolIds: [own, ...pools.map((pool) => pool.poolId)],
    sample: await sampleToken(world, own, quickstart),
  });
}

/** An ID token, which opens nothing; the sign-in it speaks of never was. */
async function sampleToken(world: World, id: PoolId, { issuer, clients, user }: Quickstart): Promise<string> {
  const now = world.clock.now();
  const issuedAt = Math.floor(now / 1000);
  const keys = await world.store.read.signingKeys.list(id);
  return world.signing.sign(id, activeKey(keys, "id", now), {
    sub: user.sub,
    iss: issuer,
    aud: clients.web.clientId,
    token_use: "id",
    auth_time: issuedAt,
    iat: issuedAt,
    exp: issuedAt + 3600,
    jti: world.random.uuid(),
    "cognito:username": user.username,
    email: user.email,
    email_verified: true,
  });
}
