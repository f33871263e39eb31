/** Verifies access tokens for an API, by the issuer's published keys. */
import { compactVerify, errors } from "jose";
import { type ClientError, isClientError } from "../errors/client-error.ts";
import { explainedError } from "../errors/explained-error.ts";
import { checkTimeout } from "../provider/time-out.ts";
import { bearerToken } from "./bearer.ts";
import { requireIssuer, type VerifiedToken, verifiedToken } from "./claims.ts";
import { readCompactToken } from "./compact-token.ts";
import { checkHeader } from "./header.ts";
import { fetchedKeys, fixedKeys, type KeyRing } from "./key-ring.ts";
import { type GuardOptions, guardRules } from "./options.ts";
import { fetchKeys } from "./published-keys.ts";
import { neededScopes, refusal } from "./refusal.ts";
import { type Requirement, requireOf } from "./requirement.ts";

/** One of the two: a good token, or the answer to send instead and why, for the API's log. */
export type CheckResult =
  | { readonly token: VerifiedToken; readonly response?: undefined; readonly error?: undefined }
  | { readonly token?: undefined; readonly response: Response; readonly error: ClientError };

export interface Guard {
  /**
   * Checks a token and what it opens. Throws a `ClientError`: `token_missing`, `token_malformed`, `token_too_large`, `token_use`
   * (an ID token, for one), `token_algorithm`, `token_key_unknown`, `token_signature`, `token_issuer`, `token_audience`,
   * `token_claim_missing`, `token_expired`, `token_not_yet_valid`, `scope_missing`, `group_missing`; or, where the keys
   * could not be had, `provider_unavailable`, `provider_answer_invalid` or `issuer_mismatch`.
   */
  verify(accessToken: string, requirement?: Requirement): Promise<VerifiedToken>;
  /**
   * The same for a request: a token in its `Authorization` header, or the answer that refuses it (RFC 6750 §3): 401, 403, 400 for a
   * token in the address or two at once, 503 where it could not be checked. Never throws for what a caller sends.
   *
   * A browser's preflight (`OPTIONS`) has no token: answer CORS before the guard. Its answers have no CORS headers of their own.
   */
  check(request: Request, requirement?: Requirement): Promise<CheckResult>;
}

/**
 * A guard for one issuer's access tokens. Nothing is fetched before the first token. The keys are kept, fetched again in the background
 * every ten minutes, and for a key that is not known at most every 30 seconds; while the provider is down those that are
 * known go on serving.
 *
 * A guard sees what stands in a token: one that was revoked opens the API until it expires.
 *
 * ```ts
 * const guard = createGuard({ issuer: "http://localhost:7665/us-east-1_quickstart", clientIds: ["my-client-id"] });
 * const { token, response } = await guard.check(request, { scopes: ["api/read"] });
 * if (response !== undefined) return response;
 * console.log(token.subject);
 * ```
 *
 * Throws `config_invalid`.
 */
export function createGuard(options: GuardOptions): Guard {
  const rules = guardRules(options);
  const always = { scopes: rules.scopes, groups: rules.groups };
  const keyRing = keyRingOf(options, rules.now);

  async function verify(accessToken: string, requirement: Requirement = {}): Promise<VerifiedToken> {
    const compact = readCompactToken(accessToken, rules.maxBytes);
    checkHeader(compact, rules.algorithms);
    requireIssuer(compact.payload, rules);
    const key = await keyRing.keyFor(compact);
    await compactVerify(accessToken, key, { algorithms: [...rules.algorithms] }).catch(badSignature);
    const token = verifiedToken(compact.payload, rules);
    requireOf(token, always);
    requireOf(token, requirement);
    return token;
  }

  return {
    verify,
    async check(request, requirement = {}) {
      try {
        return { token: await verify(bearerToken(request), requirement) };
      } catch (error) {
        if (!isClientError(error)) throw error;
        const scopes = neededScopes(rules.scopes, requirement);
        return { response: refusal(error, { realm: rules.realm, scopes }), error };
      }
    },
  };
}

function keyRingOf({ jwks, issuer, ...options }: GuardOptions, now: () => number): KeyRing {
  if (jwks !== undefined) return fixedKeys(jwks);
  const { timeoutMs = 5_000 } = options;
  checkTimeout(timeoutMs);
  // Looked up at each use, as tests and instrumentation replace the global one.
  const send: typeof fetch = options.fetch ?? ((...args) => fetch(...args));
  return fetchedKeys(() => fetchKeys({ issuer, timeoutMs, fetch: send }), now);
}

function badSignature(error: unknown): never {
  // Among the library's reasons is an RSA key below 2048 bits.
  if (error instanceof errors.JOSEError || error instanceof TypeError) {
    throw explainedError("token_signature");
  }
  throw error;
}
