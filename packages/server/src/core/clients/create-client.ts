/** Creates an app client. Whether it is public is decided here: a client created without a secret stays public (CA-05). */
import type { CreateUserPoolClientRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { clientId } from "../ids.ts";
import { requirePoolIn } from "../pools/find-pool.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { mostResourceServers } from "../resource-servers/rules.ts";
import { texts } from "../texts.ts";
import { isRotating, mayRefresh } from "./auth-flows.ts";
import type { Client } from "./client.ts";
import { generateClientSecret, sealClientSecret } from "./client-secrets.ts";
import { newClientSettings } from "./defaults.ts";
import { type ClientRuleFail, requireClientSettings } from "./rules.ts";

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

export async function createClient(
  world: World,
  pool: Pool,
  input: CreateUserPoolClientRequest,
  fail: ClientRuleFail & Fail<"ResourceNotFoundException">,
): Promise<Client> {
  const secret = secretOf(world, input, fail);
  const now = world.clock.now();
  const client: Client = {
    poolId: pool.poolId,
    clientId: clientId(world.random.characters(26, idAlphabet)),
    settings: newClientSettings(input),
    tokenOptions: { claimMap: {}, idTokenNoExpiration: false },
    ssoMinutes: 60,
    secrets: secret === undefined ? [] : [sealClientSecret(world, secret)],
    createdAt: now,
    modifiedAt: now,
  };
  await world.store.write(async (tables) => {
    const current = await requirePoolIn(tables, pool.poolId, fail);
    const servers = await tables.resourceServers.list(pool.poolId, { limit: mostResourceServers });
    requireClientSettings(current, servers, client, "creating", fail);
    await tables.clients.insert(client);
  });
  warnOfReusableTokens(world, client);
  return client;
}

function secretOf(
  world: World,
  { GenerateSecret = false, ClientSecret }: CreateUserPoolClientRequest,
  fail: Fail<"InvalidParameterException">,
): string | undefined {
  if (ClientSecret === undefined) return GenerateSecret ? generateClientSecret(world) : undefined;
  if (GenerateSecret) throw fail("InvalidParameterException", texts.secretGivenAndGenerated);
  return ClientSecret;
}

/** RT-04: Cognito's default, which nothing in its API can warn of. */
function warnOfReusableTokens({ log }: World, client: Client): void {
  const { poolId, clientId, secrets } = client;
  if (secrets.length > 0 || isRotating(client) || !mayRefresh(client)) return;
  log.warn({ poolId, clientId }, "a public client whose refresh tokens do not rotate (RFC 9700 §2.2.2)");
}
