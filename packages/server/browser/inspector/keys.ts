/** Which keys a token is checked with: those that were pasted, or those of its pool that came with the page. */
import { type InspectKey, parseKeySet } from "@poolhouse/client/inspect";
import type { Settings } from "./settings.ts";

export interface Keys {
  /** Undefined: the signature cannot be checked in this page as it is. */
  readonly found: readonly InspectKey[] | undefined;
  /** Where they are from: "the pool us-east-1_… of this server". */
  readonly from: string | undefined;
  /** A pool of this server whose keys this page does not have. */
  readonly otherPool: string | undefined;
  /** Somebody else's issuer. */
  readonly foreignIssuer: string | undefined;
  /** What was pasted as keys and is none. */
  readonly problem: string | undefined;
}

const none: Keys = {
  found: undefined,
  from: undefined,
  otherPool: undefined,
  foreignIssuer: undefined,
  problem: undefined,
};

export function findKeys(settings: Settings, issuer: string | undefined, pasted: string): Keys {
  const problem = pasted.trim() === "" ? undefined : problemOf(pasted);
  if (pasted.trim() !== "" && problem === undefined) {
    return { ...none, found: parseKeySet(pasted), from: "the keys you pasted" };
  }
  return { ...keysOfPage(settings, issuer), problem };
}

function problemOf(pasted: string): string | undefined {
  return parseKeySet(pasted) === undefined
    ? 'This is no key set, which is JSON: {"keys": [{"kty": …}]}.'
    : undefined;
}

function keysOfPage({ pools, publicUrl }: Settings, issuer: string | undefined): Keys {
  if (issuer === undefined) return none;
  const pool = pools.find((each) => each.issuer === issuer);
  if (pool !== undefined)
    return { ...none, found: pool.keys, from: `the pool ${pool.poolId} of this server` };
  const id = issuer.startsWith(`${publicUrl}/`) ? issuer.slice(publicUrl.length + 1) : "";
  if (/^[\w-]+_[0-9a-zA-Z]+$/.test(id)) return { ...none, otherPool: id };
  return { ...none, foreignIssuer: issuer };
}
