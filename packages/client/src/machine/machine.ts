/** A service that signs in for itself: client credentials (RFC 6749 §4.4), kept while they are good. */
import { clientCredentialsGrantRequest, processClientCredentialsResponse } from "oauth4webapi";
import { explainedError } from "../errors/explained-error.ts";
import { explainFailure } from "../provider/failures.ts";
import { createProvider, type Provider, type ProviderOptions } from "../provider/provider.ts";
import { requireTokenCharacters } from "../provider/token-characters.ts";
import { type AccessTokens, createAuthFetch } from "../tokens/auth-fetch.ts";
import { createSingleFlight } from "../tokens/single-flight.ts";
import { isExpired, isFresh, renewalTime } from "../tokens/token-set.ts";

export interface MachineOptions extends ProviderOptions {
  readonly clientSecret: string;
  /** What the token shall open. Default: everything the client may. */
  readonly scopes?: readonly string[] | undefined;
  /** Further parameters of the token request, such as `resource` or `audience`. Default: none. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** In [0, 1), for the jitter of renewal. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

export interface Machine extends AccessTokens {
  /**
   * A token that is good now; callers at the same time share one request. From a minute before its end at most (a fifth of a short
   * life) a new one is fetched in the background, and the old one serves on, also while the provider is down. `insteadOf`
   * is one that an API has refused: it is replaced once, and not again within 30 seconds, for then another would not help.
   *
   * Throws `provider_unavailable`, `token_refused` (a wrong secret, a scope the client may not have), or another code of the
   * provider. No failure is remembered: the next call asks again.
   */
  accessToken(insteadOf?: string): Promise<string>;
  /** `fetch` with the token; a 401 is answered with a new token once. Give it addresses of your own APIs only. */
  readonly fetch: typeof fetch;
}

interface Held {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly renewAt: number;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const replacedMs = 30_000;

/**
 * A service's access tokens. Asks nothing of the network before the first token is needed, and keeps no timer.
 *
 * ```ts
 * const machine = createMachine({ issuer, clientId, clientSecret, scopes: ["api/read"] });
 * const response = await machine.fetch("https://api.example.com/reports");
 * ```
 *
 * Throws `config_invalid`, also in a browser: a secret that is sent to browsers is none.
 */
export function createMachine(options: MachineOptions): Machine {
  requireServer();
  if (!options.clientSecret) throw explainedError("config_invalid", "clientSecret is missing");
  const { random = Math.random, scopes = [] } = options;
  if (!Array.isArray(scopes))
    throw explainedError("config_invalid", 'scopes must be a list, such as ["api/read"]');
  const provider = createProvider(options);
  const { now } = provider;
  const share = createSingleFlight<Held>();
  let held: Held | undefined;
  let failures = 0;
  let nextTryAt = 0;
  let replacedAt = Number.NEGATIVE_INFINITY;

  const renew = () =>
    share("", async () => {
      try {
        held = await fetchToken(provider, options, random);
        failures = 0;
        return held;
      } catch (error) {
        nextTryAt = now() + pause(failures, random);
        failures += 1;
        throw error;
      }
    });

  async function accessToken(insteadOf?: string): Promise<string> {
    if (held === undefined || isExpired(held, now())) return (await renew()).accessToken;
    if (insteadOf === held.accessToken) return replacement(held);
    if (!isFresh(held, now()) && (failures === 0 || now() >= nextTryAt)) {
      // Who asks now is served by the old token, whatever becomes of this.
      renew().catch(() => undefined);
    }
    return held.accessToken;
  }

  async function replacement(refused: Held): Promise<string> {
    if (now() < replacedAt + replacedMs) return refused.accessToken;
    const { accessToken: other } = await renew();
    replacedAt = now();
    return other;
  }

  return { accessToken, fetch: createAuthFetch({ accessToken }, options) };
}

function requireServer(): void {
  if (Reflect.has(globalThis, "window") && Reflect.has(globalThis, "document")) {
    const why = "a machine signs in with a secret, and whatever a browser gets everybody can read";
    throw explainedError("config_invalid", `${why}; use @poolhouse/client/browser to sign people in`);
  }
}

async function fetchToken(provider: Provider, options: MachineOptions, random: () => number): Promise<Held> {
  const metadata = await provider.metadata();
  const client = provider.client();
  const { scopes = [], parameters } = options;
  const form = { ...parameters, ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }) };
  const answer = await explainFailure(async () => {
    const response = await clientCredentialsGrantRequest(
      metadata,
      client,
      provider.authentication,
      form,
      provider.request,
    );
    const granted = await processClientCredentialsResponse(metadata, client, response);
    requireTokenCharacters(granted);
    return granted;
  });
  const now = provider.now();
  const { access_token: accessToken, expires_in: seconds = Number.POSITIVE_INFINITY } = answer;
  const expiresAt = now + seconds * 1000;
  return { accessToken, expiresAt, renewAt: renewalTime(now, expiresAt, random) };
}

/** Twice as long after each failure, up to half a minute, and never in step with others. */
function pause(failures: number, random: () => number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + random() / 2);
}
