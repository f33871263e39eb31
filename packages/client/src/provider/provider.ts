/**
 * One OpenID provider as one client sees it. Its metadata is fetched with the first question, kept once it is good,
 * and fetched again after a failure.
 */
import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  customFetch,
  None,
} from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { discover } from "./discovery.ts";
import { parseIssuer } from "./issuer.ts";
import type { RequestOptions } from "./request.ts";
import { checkTimeout } from "./time-out.ts";

/** What a client without a secret is told about its provider. */
export interface PublicProviderOptions {
  /** As the provider's metadata writes it, byte for byte. `https`, or `http` on a loopback address. */
  readonly issuer: string;
  readonly clientId: string;
  /** How long one answer of the provider may take, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** The time in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export interface ProviderOptions extends PublicProviderOptions {
  /** For confidential clients, which run on servers only. */
  readonly clientSecret?: string | undefined;
  /** How the secret is sent (RFC 6749 §2.3.1). Default: `basic`. */
  readonly clientAuthentication?: "basic" | "post" | undefined;
}

export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly now: () => number;
  /** Throws `issuer_mismatch`, `provider_answer_invalid` or `provider_unavailable`. */
  metadata(): Promise<AuthorizationServer>;
  /** What every request to it takes. */
  readonly request: RequestOptions;
  readonly authentication: ClientAuth;
  /** Made anew for each use, since it carries the difference between our clock and the machine's. */
  client(): Client;
}

/** Seconds that two clocks may differ. */
const tolerance = 60;

/** Asks nothing of the network yet. Throws `config_invalid`. */
export function createProvider(options: ProviderOptions): Provider {
  const { clientSecret, clientAuthentication = "basic" } = options;
  if (clientSecret === "")
    throw new ClientError("config_invalid", "clientSecret is empty; leave it out for a public client");
  return providerWith(options, authenticationOf(clientSecret, clientAuthentication));
}

/** The same for a client that keeps no secret, without the code for one: every byte counts in a browser. */
export function createPublicProvider(options: PublicProviderOptions): Provider {
  return providerWith(options, None());
}

function providerWith(options: PublicProviderOptions, authentication: ClientAuth): Provider {
  const { clientId, timeoutMs = 30_000, now = Date.now } = options;
  const issuer = parseIssuer(options.issuer);
  if (!clientId) throw new ClientError("config_invalid", "clientId is missing");
  checkTimeout(timeoutMs);
  const request: RequestOptions = {
    [allowInsecureRequests]: issuer.protocol === "http:",
    [customFetch]: (url, { body, ...init }) =>
      (options.fetch ?? fetch)(url, body === undefined ? init : { ...init, body }),
    signal: () => AbortSignal.timeout(timeoutMs),
  };
  let known: Promise<AuthorizationServer> | undefined;
  return {
    issuer: options.issuer,
    clientId,
    now,
    request,
    authentication,
    metadata() {
      known ??= discover(options.issuer, request).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    client: () => ({
      client_id: clientId,
      [clockSkew]: Math.round((now() - Date.now()) / 1000),
      [clockTolerance]: tolerance,
    }),
  };
}

function authenticationOf(secret: string | undefined, way: "basic" | "post"): ClientAuth {
  if (secret === undefined) return None();
  return way === "basic" ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}
