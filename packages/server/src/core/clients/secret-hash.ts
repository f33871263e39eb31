/** `SECRET_HASH`: base64 of HMAC-SHA256 over the name as sent in this call and the client id, keyed by the client secret. */
import type { Fail } from "../failures.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { Client } from "./client.ts";
import { clientSecrets } from "./client-secrets.ts";

/**
 * A client with a secret must prove it; one without must not send a hash at all. Either of its two secrets will do,
 * and any of `names` where a person has several.
 */
export function requireSecretHash(
  world: World,
  client: Client,
  names: string | readonly string[],
  secretHash: string | undefined,
  fail: Fail<"NotAuthorizedException">,
): void {
  const { clientId } = client;
  const secrets = clientSecrets(world, client);
  if (secretHash === undefined) {
    if (secrets.length === 0) return;
    throw fail("NotAuthorizedException", texts.secretHashMissing(clientId));
  }
  const isRight = secrets
    .flatMap((secret) => [names].flat().map((name) => world.digests.hmacSha256(secret, name + clientId)))
    .map((expected) => world.digests.equal(expected, secretHash))
    .includes(true);
  if (!isRight) throw fail("NotAuthorizedException", texts.secretHashWrong(clientId));
}
