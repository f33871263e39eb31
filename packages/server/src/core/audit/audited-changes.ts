/**
 * Which storage changes are recorded in the audit log, and what each one is done to. Every method that changes
 * something has a row here; without it this file does not compile. `never` marks changes that are nobody's doing: a
 * counter, a waiting code, a step of a flow, a time of use.
 */
import type { BrandingKind } from "../branding/branding.ts";
import type { AuthEvent } from "../events/auth-event.ts";
import type { PoolId } from "../ids.ts";
import { isNobodys } from "../sign-in/single-use.ts";
import type { LastTables, ReadTables, Tables } from "../tables.ts";
import type { Terms } from "../terms/terms.ts";
import { type AuditChange, type Chain, houseChain } from "./audit-record.ts";

/** What was done to what, in whose chain. */
export interface Subject extends Omit<AuditChange, "what"> {
  readonly chain: Chain;
}

type Describe<Method> = Method extends (...args: infer Arguments) => unknown
  ? (...args: Arguments) => Subject | undefined
  : never;

export type AuditedChanges = {
  readonly [Name in Exclude<keyof Tables, "audit">]: {
    readonly [Method in Exclude<keyof Tables[Name], keyof ReadTables[Name]>]:
      | Told<Name, Method, Describe<Tables[Name][Method]>>
      | typeof never;
  };
};

/** Nothing that is written together with the records can be in one of them. */
type Told<Name, Method, Row> = Name extends keyof LastTables
  ? Method extends keyof LastTables[Name]
    ? never
    : Row
  : Row;

const never = "never";

export const auditedChanges: AuditedChanges = {
  accessKeys: {
    insert: ({ accessKeyId }) => accessKey(accessKeyId),
    delete: accessKey,
  },
  attempts: { forgive: never, clear: never, prune: never },
  authEvents: {
    presume: (event) => ({ ...authentication(event), outcome: "Attempt" }),
    put: authentication,
    setFeedback: (chain, sub, eventId) => ({ chain, on: `person ${sub}`, event: eventId }),
    prune: never,
  },
  authorizationCodes: { insert: never, use: never, useAllOfUser: never, prune: never },
  brandings: {
    insert: ({ poolId, clientId, content }) => branding(poolId, clientId, content.kind),
    update: ({ poolId, clientId, content }) => branding(poolId, clientId, content.kind),
    delete: branding,
    // With the client, which has a row of its own.
    deleteOfClient: never,
  },
  browserSessions: {
    insert: ({ poolId, sub }) => person(poolId, sub),
    touch: never,
    delete: never,
    deleteAllOfUser: person,
    prune: never,
  },
  clients: {
    insert: ({ poolId, clientId }) => client(poolId, clientId),
    update: ({ poolId, clientId }) => client(poolId, clientId),
    delete: client,
  },
  devices: {
    insert: ({ poolId, sub, deviceKey }) => device(poolId, sub, deviceKey),
    setRemembered: device,
    wait: never,
    touch: never,
    delete: device,
  },
  events: { insert: never, prune: never, pruneOfPool: never },
  families: {
    insert: ({ poolId: chain, sub, familyId, clientId }) => ({
      chain,
      on: `sign-in ${familyId} of person ${sub} at client ${clientId}`,
    }),
    touch: never,
    rotate: never,
    end: (chain, sub, familyId, reason) => ({
      chain,
      on: `sign-in ${familyId} of person ${sub}: ${reason}`,
    }),
    endAllOfUser: (chain, sub, reason) => ({ chain, on: `every sign-in of person ${sub}: ${reason}` }),
    prune: never,
  },
  flows: { insert: never, advance: never, finish: never, prune: never },
  groups: {
    insert: ({ poolId, name }) => group(poolId, name),
    update: ({ poolId, name }) => group(poolId, name),
    delete: group,
    // The last of them go with the group, and in its record.
    removeMembers: group,
    addMember: member,
    removeMember: member,
  },
  messages: { insert: never, claim: never, markSent: never, markFailed: never, prune: never },
  passkeys: {
    insert: ({ poolId, sub, credentialId }) => passkey(poolId, sub, credentialId),
    use: never,
    rename: passkey,
    delete: passkey,
  },
  pools: {
    insert: ({ poolId }) => pool(poolId),
    update: ({ poolId }) => pool(poolId),
    delete: pool,
    pruneDeleted: never,
  },
  quotas: { giveBack: never, prune: never },
  resourceServers: {
    insert: ({ poolId, identifier }) => resourceServer(poolId, identifier),
    update: ({ poolId, identifier }) => resourceServer(poolId, identifier),
    delete: resourceServer,
  },
  sealed: {
    replace: never,
    // Every chain has a record of it (`core/sealing/reseal.ts`).
    replaceCheck: never,
    putIntegrityKey: never,
  },
  signingKeys: {
    insert: ({ poolId: chain, keyId, tokenUse }) => ({ chain, on: `${tokenUse} signing key ${keyId}` }),
    delete: (chain, keyId) => ({ chain, on: `signing key ${keyId}` }),
  },
  singleUse: {
    // A name that nobody has: tried like any other, and written down like any other, which takes as long (HP-06).
    use: (chain, id) => (isNobodys(id) ? { chain, on: "nobody", outcome: "Attempt" } : undefined),
    prune: never,
  },
  softwareTokens: { putPending: never, confirm: person, useStep: never, delete: person },
  terms: {
    insert: termsOfClient,
    update: termsOfClient,
    delete: (chain, termsId) => ({ chain, on: `terms ${termsId}` }),
    deleteOfClient: never,
  },
  users: {
    insert: ({ poolId, sub }) => person(poolId, sub),
    update: ({ poolId, sub }) => person(poolId, sub),
    delete: person,
  },
  verificationCodes: { put: never, use: never, delete: never, prune: never },
};

function accessKey(accessKeyId: string): Subject {
  return { chain: houseChain, on: `access key ${accessKeyId}` };
}

function pool(chain: PoolId): Subject {
  return { chain, on: `pool ${chain}` };
}

function client(chain: PoolId, clientId: string): Subject {
  return { chain, on: `client ${clientId}` };
}

function resourceServer(chain: PoolId, identifier: string): Subject {
  return { chain, on: `resource server ${identifier}` };
}

function group(chain: PoolId, name: string): Subject {
  return { chain, on: `group ${name}` };
}

function passkey(chain: PoolId, sub: string, credentialId: string): Subject {
  return { chain, on: `passkey ${credentialId} of person ${sub}` };
}

function termsOfClient({ poolId: chain, termsId, clientId }: Terms): Subject {
  return { chain, on: `terms ${termsId} of client ${clientId}` };
}

function person(chain: PoolId, sub: string): Subject {
  return { chain, on: `person ${sub}` };
}

function device(chain: PoolId, sub: string, deviceKey: string): Subject {
  return { chain, on: `device ${deviceKey} of person ${sub}` };
}

/** `clientId` is `ALL` for the pool's. */
function branding(chain: PoolId, clientId: string, kind: BrandingKind): Subject {
  return { chain, on: `${kind} branding of client ${clientId}` };
}

function member(chain: PoolId, name: string, sub: string): Subject {
  return { chain, on: `person ${sub} in group ${name}` };
}

function authentication({ poolId: chain, sub, type, response, eventId, flow }: AuthEvent): Subject {
  const how = flow === undefined ? {} : { flow };
  return { chain, on: `${type} of person ${sub}`, outcome: response, event: eventId, ...how };
}
