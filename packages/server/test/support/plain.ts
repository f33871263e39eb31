/** A pool, a client and a person with nothing special about them: for rules that are tested without a server. */
import type { Client } from "../../src/core/clients/client.ts";
import { noMfa } from "../../src/core/factors/mfa-preference.ts";
import { clientId, poolId, sub } from "../../src/core/ids.ts";
import type { Pool } from "../../src/core/pools/pool.ts";
import { untrackedSessions } from "../../src/core/sessions/pool-sessions.ts";
import type { User } from "../../src/core/users/user.ts";

/** Of what the house itself has done. */
export const plainTrail = {
  actor: { kind: "house", id: "" },
  action: "test",
  requestId: "r",
  source: undefined,
} as const;

const id = poolId("us-east-1_abcdefghi");

export function plainPool(change: Partial<Pool> = {}): Pool {
  return {
    poolId: id,
    settings: {},
    mfa: { MfaConfiguration: "OFF" },
    hasEternalIdTokens: false,
    sessions: untrackedSessions,
    risk: {},
    triggerTargets: [],
    unfinishedAccountDays: 0,
    createdAt: 0,
    modifiedAt: 0,
    ...change,
  };
}

export function plainClient(change: Partial<Client> = {}): Client {
  return {
    poolId: id,
    clientId: clientId("client"),
    settings: {},
    tokenOptions: { claimMap: {}, idTokenNoExpiration: false },
    ssoMinutes: 60,
    secrets: [],
    createdAt: 0,
    modifiedAt: 0,
    ...change,
  };
}

/** Confirmed, and without a password. */
export function plainUser(change: Partial<User> = {}): User {
  return {
    poolId: id,
    sub: sub("11111111-1111-4111-8111-111111111111"),
    username: "ada",
    status: "CONFIRMED",
    isEnabled: true,
    attributes: {},
    passwordHash: undefined,
    sealedSrp: undefined,
    passwordHistory: [],
    mfa: noMfa,
    temporaryPasswordExpiresAt: undefined,
    createdAt: 0,
    modifiedAt: 0,
    ...change,
  };
}
