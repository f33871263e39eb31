/** What a guard is told, with its defaults filled in. */
import { explainedError } from "../errors/explained-error.ts";
import { parseIssuer } from "../provider/issuer.ts";

export interface GuardOptions {
  /** As the provider's metadata writes it, byte for byte. `https`, or `http` on a loopback address. */
  readonly issuer: string;
  /**
   * The app clients whose tokens are accepted, by the claim `client_id` (or `azp`). `null` accepts those of every client of the
   * issuer: then anybody who may register a client may call. May be left out where `audience` is given.
   */
  readonly clientIds?: readonly string[] | null | undefined;
  /** The API's own name in the claim `aud`; one of several is enough. Cognito's tokens have it with resource binding only. */
  readonly audience?: string | readonly string[] | undefined;
  /** Scopes that every token must have. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** Groups of which every token must have one. Default: anybody. */
  readonly groups?: readonly string[] | undefined;
  /** Where a token lists groups. Default: `cognito:groups`. */
  readonly groupsClaim?: string | undefined;
  /**
   * Signatures that are accepted (RFC 7518 §3.1, public keys only). Default: `RS256`.
   */
  readonly algorithms?: readonly string[] | undefined;
  /**
   * What the claim `token_use` must be. Default: `access`. `null` is for issuers that do not write it; it needs `audience`, because
   * nothing else would tell an ID token from an access token.
   */
  readonly tokenUse?: "access" | null | undefined;
  /** Seconds that two clocks may differ, 60 at most. Default: 60. */
  readonly toleranceSeconds?: number | undefined;
  /** How long a token may be, in bytes. Default: 16,384. */
  readonly maxBytes?: number | undefined;
  /** The name in `WWW-Authenticate: Bearer realm="…"`. Default: `api`. */
  readonly realm?: string | undefined;
  /** The issuer's keys, where they must not be fetched (RFC 7517 §5). Default: from its `jwks_uri`. */
  readonly jwks?: { readonly keys: readonly object[] } | undefined;
  /** How long one answer of the provider may take, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** The time in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export interface GuardRules {
  readonly issuer: string;
  /** Null: any. */
  readonly clientIds: readonly string[] | null;
  /** Null: any. */
  readonly audience: readonly string[] | null;
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
  readonly groupsClaim: string;
  readonly algorithms: readonly string[];
  readonly tokenUse: "access" | null;
  readonly toleranceSeconds: number;
  readonly maxBytes: number;
  readonly realm: string;
  readonly now: () => number;
}

/** Throws `config_invalid`. */
export function guardRules(options: GuardOptions): GuardRules {
  const { issuer, scopes = [], groups = [], groupsClaim = "cognito:groups", tokenUse = "access" } = options;
  const { toleranceSeconds = 60, maxBytes = 16_384, realm = "api", now = Date.now } = options;
  parseIssuer(issuer);
  const audience = listOf("audience", options.audience);
  const clientIds = listOf("clientIds", options.clientIds);
  if (clientIds === undefined && audience === undefined) {
    throw explainedError("config_invalid", "clientIds is missing; say null to accept every client's tokens");
  }
  if (tokenUse === null && audience === undefined) {
    throw explainedError("config_invalid", "tokenUse: null needs audience, or ID tokens would open the API");
  }
  for (const [name, list] of Object.entries({ scopes, groups })) {
    if (!Array.isArray(list)) throw explainedError("config_invalid", `${name} must be a list`);
  }
  // A text would be appended to the time instead of added to it.
  if (!Number.isFinite(toleranceSeconds) || toleranceSeconds < 0 || toleranceSeconds > 60) {
    throw explainedError("config_invalid", "toleranceSeconds must be between 0 and 60");
  }
  if (!/^[\x20\x21\x23-\x5B\x5D-\x7E]*$/.test(realm)) {
    throw explainedError("config_invalid", "realm must be printable ASCII without quotes and backslashes");
  }
  return {
    issuer,
    audience: audience ?? null,
    clientIds: clientIds ?? null,
    algorithms: algorithmsOf(options.algorithms ?? ["RS256"]),
    ...{ scopes, groups, groupsClaim, tokenUse, toleranceSeconds, maxBytes, realm, now },
  };
}

/** An empty list, or an empty name, is a setting that was not set. */
function listOf<None extends null | undefined>(
  name: string,
  value: string | readonly string[] | None,
): readonly string[] | None {
  if (value === null || value === undefined) return value;
  const list = typeof value === "string" ? [value] : value;
  if (list.length === 0 || list.some((each) => !each))
    throw explainedError("config_invalid", `${name} is empty`);
  return list;
}

const accepted = /^(RS|PS|ES)(256|384|512)$|^(EdDSA|Ed25519)$/;

/** With a shared secret whoever verifies could sign; `none` is nothing. */
function algorithmsOf(algorithms: readonly string[]): readonly string[] {
  const bad = algorithms.find((each) => !accepted.test(each));
  if (bad !== undefined) throw explainedError("config_invalid", `algorithms: ${bad} is not accepted`);
  if (algorithms.length === 0) throw explainedError("config_invalid", "algorithms is empty");
  return algorithms;
}
