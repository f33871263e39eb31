import {
  type AuthorizationServer,
  type JWKSCacheInput,
  jwksCache,
  validateApplicationLevelSignature,
} from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { explainFailure } from "./failures.ts";
import { isSafeToReach } from "./issuer.ts";
import type { Provider } from "./provider.ts";
import { fetchPublished } from "./published.ts";
import type { VerifySignature } from "./token-answer.ts";

/**
 * Holds the ID token of an answer against the provider's published keys. Throws `id_token_key`, `id_token_algorithm`,
 * `id_token_signature` or `provider_unavailable`.
 *
 * @example
 * createBrowserAuth({ …, verifySignature: verifyIdTokenSignature });
 */
export const verifyIdTokenSignature: VerifySignature = Object.assign(verify, { ready });

async function verify(provider: Provider, response: Response): Promise<void> {
  const metadata = await provider.metadata();
  const options = { ...provider.request, [jwksCache]: keysOf(metadata) };
  // A copy: what the library has kept under the same object, however old, it would prefer to our keys.
  await explainFailure(() => validateApplicationLevelSignature({ ...metadata }, response, options));
}

/** Less than the 300 that the library keeps them, by as much as an answer may take. */
const freshSeconds = 240;

/** Has the keys at hand, so that verifying asks nothing of the network that could fail. */
async function ready(provider: Provider): Promise<void> {
  const metadata = await provider.metadata();
  const keys = keysOf(metadata);
  // The library's own clock.
  const now = Math.floor(Date.now() / 1000);
  const { jwks_uri: address } = metadata;
  if (address === undefined || now - (keys.uat ?? 0) < freshSeconds) return;
  Object.assign(keys, { jwks: await fetchKeys(provider, address), uat: now });
}

/** Filled by the library too, when it fetches keys by itself. */
const known = new WeakMap<AuthorizationServer, JWKSCacheInput>();

function keysOf(metadata: AuthorizationServer): JWKSCacheInput {
  const keys = known.get(metadata) ?? {};
  known.set(metadata, keys);
  return keys;
}

async function fetchKeys({ request }: Provider, address: string): Promise<object> {
  if (!URL.canParse(address) || !isSafeToReach(new URL(address)))
    throw new ClientError("provider_answer_invalid", "its metadata has no jwks_uri with https");
  const found = await fetchPublished(request, address);
  if ("keys" in found && Array.isArray(found.keys)) return found;
  throw new ClientError("provider_answer_invalid", `no keys at ${address}`);
}
