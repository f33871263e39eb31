/** What SetUserPoolClientTokenOptions may ask for: claims of the application's own, from attributes it may read. */
import type { ClientTokenOptionsType } from "../../model/poolhouse.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import { canRead } from "../tokens/readable-attributes.ts";
import { isStandardAttribute, schemaOf } from "../users/schema.ts";
import type { Client, TokenOptions } from "./client.ts";

const mostClaims = 50;

export function requireTokenOptions(
  pool: Pool,
  client: Client,
  options: TokenOptions,
  fail: Fail<"InvalidParameterException">,
): TokenOptions {
  const schema = schemaOf(pool);
  const entries = Object.entries(options.claimMap);
  if (entries.length > mostClaims) throw fail("InvalidParameterException", texts.tooManyClaims(mostClaims));
  for (const [claim, attribute] of entries) {
    if (!isFree(claim)) throw fail("InvalidParameterException", texts.claimReserved(claim));
    if (!schema.has(attribute)) throw fail("InvalidParameterException", texts.attributesUnknown([attribute]));
    // Tokens carry it as `sub` already, and it is not stored among the attributes.
    if (attribute === "sub") throw fail("InvalidParameterException", texts.claimFromSub);
    if (!canRead(client, attribute)) {
      throw fail("InvalidParameterException", texts.claimUnreadable(attribute));
    }
  }
  return options;
}

export function describeTokenOptions({ tokenOptions }: Client): ClientTokenOptionsType {
  return { ClaimMap: tokenOptions.claimMap, IdTokenNoExpiration: tokenOptions.idTokenNoExpiration };
}

/** A name that no token of ours, no standard and no attribute gives a meaning to, and that is safe as a JSON key. */
function isFree(claim: string): boolean {
  return (
    /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(claim) &&
    !/^(cognito|custom|dev):/i.test(claim) &&
    !isStandardAttribute(claim) &&
    !reservedClaims.has(claim)
  );
}

/** `cognito.md` §4, the registered claims of RFC 7519, 7800, 8693 and 9068 and of OpenID Connect, and names with a meaning in JavaScript. */
const reservedClaims: ReadonlySet<string> = new Set([
  ...[
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "token_use",
    "auth_time",
    "at_hash",
    "c_hash",
    "s_hash",
  ],
  ...["nonce", "azp", "acr", "amr", "origin_jti", "event_id", "device_key", "client_id", "username", "scope"],
  ...["version", "identities", "sid", "sub_jwk", "cnf", "act", "may_act", "scp", "roles", "groups", "events"],
  ...["entitlements", "_claim_names", "_claim_sources", "__proto__", "constructor", "prototype"],
]);
