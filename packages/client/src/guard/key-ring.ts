/** The issuer's keys: fetched with the first token, kept, and fetched again when there is a reason to. */
import { createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import { type ClientError, isClientError } from "../errors/client-error.ts";
import { explainedError } from "../errors/explained-error.ts";
import type { CompactToken } from "./compact-token.ts";
import { quoted } from "./quoted.ts";

type Keys = ReturnType<typeof createLocalJWKSet>;
type Key = Awaited<ReturnType<Keys>>;

export interface KeyRing {
  /**
   * The one key that fits the token. Throws `token_key_unknown`, or what fetching threw where it cannot be known whether
   * there is one.
   */
  keyFor(token: CompactToken): Promise<Key>;
}

/** After this the keys are fetched again while the old ones serve, so that a removed key does not serve for ever. */
const staleMs = 10 * 60_000;
/** A token with an unknown key can make us ask again this often: anybody can write such tokens. */
const coolDownMs = 30_000;
const afterFailureMs = 1_000;

/** `jwks` stands for keys that never change. */
export function fixedKeys(jwks: object): KeyRing {
  const keys = keySet(jwks, "config_invalid");
  return { keyFor: (token) => select(keys, token) };
}

export function fetchedKeys(fetchJwks: () => Promise<object>, now: () => number): KeyRing {
  let keys: Keys | undefined;
  let fetchedAt = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let running: Promise<void> | undefined;

  async function fetchNow(): Promise<void> {
    try {
      keys = keySet(await fetchJwks(), "provider_answer_invalid");
      fetchedAt = now();
      nextAt = fetchedAt + coolDownMs;
      failure = undefined;
    } catch (error) {
      failure = error;
      nextAt = now() + afterFailureMs;
    }
  }

  /** Never rejects. Joins the fetch that is under way; does nothing where it is too early for another. */
  function renew(): Promise<void> {
    if (running === undefined && now() >= nextAt) {
      running = fetchNow().finally(() => {
        running = undefined;
      });
    }
    return running ?? Promise.resolve();
  }

  return {
    async keyFor(token) {
      if (keys === undefined) await renew();
      else if (now() - fetchedAt >= staleMs) void renew();
      const found = keys === undefined ? undefined : await select(keys, token).catch(unlessUnknown);
      if (found !== undefined) return found;
      await renew();
      if (failure !== undefined) throw failure;
      if (keys === undefined) throw explainedError("provider_unavailable", "its keys are not known yet");
      return select(keys, token);
    },
  };
}

function unlessUnknown(error: unknown): undefined {
  if (!isClientError(error, "token_key_unknown")) throw error;
}

function keySet(jwks: object, code: "config_invalid" | "provider_answer_invalid"): Keys {
  if (!isKeySet(jwks)) throw explainedError(code, "the keys are no JSON Web Key Set");
  return createLocalJWKSet(jwks);
}

function isKeySet(jwks: object): jwks is JSONWebKeySet {
  const keys: unknown = Reflect.get(jwks, "keys");
  return Array.isArray(keys) && keys.every((each: unknown) => typeof each === "object" && each !== null);
}

async function select(keys: Keys, { header }: CompactToken): Promise<Key> {
  const { alg, kid } = header;
  const named = kid === undefined ? {} : { kid: String(kid) };
  return keys({ alg: String(alg), ...named }, noToken).catch((error: unknown) => {
    throw unknownKey(header, error instanceof errors.JWKSMultipleMatchingKeys);
  });
}

/** The library asks for the token only to find a key in its unprotected header, which a compact token has not. */
const noToken = { payload: "", signature: "" };

function unknownKey({ alg, kid }: CompactToken["header"], isAmbiguous: boolean): ClientError {
  if (kid !== undefined) {
    return explainedError("token_key_unknown", `kid ${quoted(kid)}${isAmbiguous ? " is several keys'" : ""}`);
  }
  const why = isAmbiguous
    ? "the token names no kid, and the issuer has several keys"
    : `none for ${quoted(alg)}`;
  return explainedError("token_key_unknown", why);
}
