/** Who is asking (RFC 6749 §2.3): Basic, a secret in the body, or a public client by its id alone. */
import type { Client } from "../core/clients/client.ts";
import { isClientSecret } from "../core/clients/client-secrets.ts";
import { findClient, type PoolAndClient } from "../core/clients/find-client.ts";
import type { World } from "../core/ports.ts";
import { sourceKey } from "../core/sign-in/network-address.ts";
import { refuse } from "./failures.ts";
import type { Parameters } from "./parameters.ts";
import { showableClientId } from "./showable.ts";

/** What a request says about who sends it. */
export interface Claim {
  readonly parameters: Parameters;
  /** The Authorization header. */
  readonly authorization: string | undefined;
}

export interface Credentials extends Claim {
  /** The network address the request came from. */
  readonly source: string;
  /** Called with the client once it has been authenticated. */
  readonly onAuthenticated: (found: PoolAndClient) => void;
}

/** Counts against the client's quota only once it is authenticated: nobody else can use that up. */
export async function authenticateClient(world: World, credentials: Credentials): Promise<PoolAndClient> {
  const found = await identifyClient(world, credentials);
  world.rates.countClient(found.client.clientId);
  credentials.onAuthenticated(found);
  return found;
}

async function identifyClient(world: World, credentials: Credentials): Promise<PoolAndClient> {
  const { clientId, secret } = claimedClient(credentials);
  const found = await findClient(world, clientId);
  const detail = { client_id: showableClientId(clientId) };
  if (found === undefined) throw refuse("clientUnknown", detail);
  const { client } = found;
  if (client.secrets.length === 0) {
    if (secret !== undefined) throw refuse("clientSecretNotExpected", detail);
    return found;
  }
  if (secret === undefined) throw refuse("clientSecretMissing", detail);
  checkSecret(world, client, secret, `${clientId} ${sourceKey(credentials.source)}`);
  return found;
}

/** Guesses are counted per client and source; beyond the limit even a right one is refused for a while (CA-07). */
function checkSecret(world: World, client: Client, secret: string, guesser: string): void {
  const { secretGuesses } = world;
  const now = world.clock.now();
  const detail = { client_id: client.clientId };
  if (secretGuesses.isExhausted(guesser, now)) {
    throw refuse("clientThrottled", { ...detail, limit: String(secretGuesses.limit) });
  }
  if (isClientSecret(world, client, secret)) return;
  secretGuesses.count(guesser, now);
  throw refuse("clientSecretWrong", detail);
}

/** The client that the request claims to come from, authenticated or not; undefined if it does not say. */
export function claimedClientId(claim: Claim): string | undefined {
  try {
    return claimedClient(claim).clientId;
  } catch {
    return claim.parameters["client_id"];
  }
}

function claimedClient({ parameters, authorization }: Claim): {
  clientId: string;
  secret: string | undefined;
} {
  const { client_id: idInBody, client_secret: secretInBody } = parameters;
  if (authorization === undefined) {
    if (idInBody === undefined) throw refuse("clientMissing");
    return { clientId: idInBody, secret: secretInBody };
  }
  if (secretInBody !== undefined) throw refuse("clientAuthenticationRepeated");
  const basic = parseBasic(authorization);
  if (basic === undefined) throw refuse("authorizationMalformed");
  if (idInBody !== undefined && idInBody !== basic.clientId) throw refuse("clientIdsDiffer");
  return basic;
}

/**
 * Id and secret are form-encoded before they are joined and base64-encoded (RFC 6749 §2.3.1), but many programs skip that. Neither
 * can contain a space and both can contain a plus sign, so a plus sign stands for itself. An empty secret counts as none, like an
 * empty parameter: libraries send one for public clients.
 */
function parseBasic(authorization: string): { clientId: string; secret: string | undefined } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = utf8.decode(Uint8Array.fromBase64(encoded));
    const colon = text.indexOf(":");
    if (colon < 1) return undefined;
    const secret = decodeURIComponent(text.slice(colon + 1));
    return { clientId: decodeURIComponent(text.slice(0, colon)), secret: secret === "" ? undefined : secret };
  } catch {
    return undefined;
  }
}

/** Made once: a decoder that refuses malformed bytes costs more to make than to use. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
