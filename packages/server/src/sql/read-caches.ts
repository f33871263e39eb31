/** What every token request reads and hardly anybody writes: pools, clients, resource servers, signing keys, how pages look, and terms. */
import type { Kysely } from "kysely";
import type { Branding } from "../core/branding/branding.ts";
import type { Client } from "../core/clients/client.ts";
import type { ClientId, PoolId } from "../core/ids.ts";
import { type Overlay, overlay } from "../core/overlay.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { ResourceServer } from "../core/resource-servers/resource-server.ts";
import type { ReadTables, Tables } from "../core/tables.ts";
import type { Terms } from "../core/terms/terms.ts";
import type { SigningKey } from "../core/tokens/signing-key.ts";
import { createCache } from "./cache.ts";
import { watchConfigurationVersion } from "./configuration-version.ts";
import type { Schema } from "./schema.ts";

type CachedName = "pools" | "clients" | "resourceServers" | "signingKeys" | "brandings" | "terms";

export interface ReadCaches {
  readonly tables: Pick<ReadTables, CachedName>;
  /** The same tables, which also note in `drops` what the caches must forget once the write is over. */
  watch(tables: Tables, drops: Drops): Tables;
}

type Drops = (() => void)[];

/** `shared` is a database that other processes change as well; null when there is none but this one. */
export function createReadCaches(
  stored: Pick<ReadTables, CachedName>,
  shared: Kysely<Schema> | null,
): ReadCaches {
  const caches = createCaches(shared);
  return {
    tables: cachedTables(stored, caches),
    watch: overlay(watchingTables(caches)),
  };
}

/** Each; what does not fit is read again. */
const cacheLimit = 10_000;
/** More resource servers than a pool can have. */
const wholeList = { limit: 1_000_000 };

type Caches = ReturnType<typeof createCaches>;

function createCaches(shared: Kysely<Schema> | null) {
  const version = shared && watchConfigurationVersion(shared, forgetAll);
  const check = () => version?.check();
  const caches = {
    pools: createCache<PoolId, Pool | undefined>(cacheLimit, check),
    clients: createCache<ClientId, Client | undefined>(cacheLimit, check),
    resourceServers: createCache<PoolId, readonly ResourceServer[]>(cacheLimit, check),
    signingKeys: createCache<PoolId, readonly SigningKey[]>(cacheLimit, check),
    brandings: createCache<string, readonly Branding[]>(cacheLimit, check),
    terms: createCache<string, readonly Terms[]>(cacheLimit, check),
  };
  /** What another process changed is not said: it is rare, and a look-up is cheap. */
  function forgetAll(): void {
    for (const cache of Object.values(caches)) cache.clear();
  }
  return { ...caches, forgetAll };
}

function cachedTables(stored: Pick<ReadTables, CachedName>, caches: Caches): Pick<ReadTables, CachedName> {
  const findPool = (id: PoolId) => caches.pools.get(id, () => stored.pools.find(id));
  const findClient = (id: ClientId) => caches.clients.get(id, () => stored.clients.findAnywhere(id));
  const listServers = (id: PoolId) =>
    caches.resourceServers.get(id, () => stored.resourceServers.list(id, wholeList));
  return {
    pools: { ...stored.pools, find: findPool },
    clients: {
      ...stored.clients,
      findAnywhere: findClient,
      async find(poolId, clientId) {
        const client = await findClient(clientId);
        return client?.poolId === poolId ? client : undefined;
      },
    },
    resourceServers: {
      async find(poolId, identifier) {
        return (await listServers(poolId)).find((server) => server.identifier === identifier);
      },
      // Identifiers are ASCII (the model's ResourceServerIdentifierType), so JavaScript orders them as SQL does.
      async list(poolId, { limit, after }) {
        const servers = await listServers(poolId);
        if (after === undefined && servers.length <= limit) return servers;
        return servers.filter(({ identifier }) => after === undefined || identifier > after).slice(0, limit);
      },
      async count(poolId) {
        return (await listServers(poolId)).length;
      },
    },
    signingKeys: {
      list: (poolId) => caches.signingKeys.get(poolId, () => stored.signingKeys.list(poolId)),
    },
    brandings: {
      ...stored.brandings,
      listOfClient: (poolId, id) =>
        caches.brandings.get(`${poolId} ${id}`, () => stored.brandings.listOfClient(poolId, id)),
    },
    terms: {
      ...stored.terms,
      listOfClient: (poolId, id) =>
        caches.terms.get(`${poolId} ${id}`, () => stored.terms.listOfClient(poolId, id)),
    },
  };
}

/** The cached tables, which also note in `drops` what the caches must forget once the write is over. */
function watchingTables(caches: Caches): Overlay<Drops> {
  const dropPool = (drops: Drops, id: PoolId) => drops.push(() => forgetPool(caches, id));
  const dropClient = (drops: Drops, id: ClientId) => drops.push(() => caches.clients.drop(id));
  const dropServers = (drops: Drops, id: PoolId) => drops.push(() => caches.resourceServers.drop(id));
  const dropKeys = (drops: Drops, id: PoolId) => drops.push(() => caches.signingKeys.drop(id));
  // They change rarely, and one of the pool is every client's.
  const dropLooks = (drops: Drops) => () => drops.push(() => forgetLooks(caches));
  return {
    pools: (pools, drops) => ({
      ...pools,
      insert: noting(pools.insert, ({ poolId }) => dropPool(drops, poolId)),
      update: noting(pools.update, ({ poolId }) => dropPool(drops, poolId)),
      delete: noting(pools.delete, (poolId) => dropPool(drops, poolId)),
    }),
    clients: (clients, drops) => ({
      ...clients,
      insert: noting(clients.insert, ({ clientId }) => dropClient(drops, clientId)),
      update: noting(clients.update, ({ clientId }) => dropClient(drops, clientId)),
      delete: noting(clients.delete, (_poolId, clientId) => dropClient(drops, clientId)),
    }),
    resourceServers: (servers, drops) => ({
      ...servers,
      insert: noting(servers.insert, ({ poolId }) => dropServers(drops, poolId)),
      update: noting(servers.update, ({ poolId }) => dropServers(drops, poolId)),
      delete: noting(servers.delete, (poolId) => dropServers(drops, poolId)),
    }),
    // A change of the master key: rare, and of anything.
    sealed: (sealed, drops) => ({
      ...sealed,
      replace: noting(sealed.replace, () => drops.push(caches.forgetAll)),
    }),
    signingKeys: (keys, drops) => ({
      ...keys,
      insert: noting(keys.insert, ({ poolId }) => dropKeys(drops, poolId)),
      delete: noting(keys.delete, (poolId) => dropKeys(drops, poolId)),
    }),
    brandings: (brandings, drops) => ({
      ...brandings,
      insert: noting(brandings.insert, dropLooks(drops)),
      update: noting(brandings.update, dropLooks(drops)),
      delete: noting(brandings.delete, dropLooks(drops)),
      deleteOfClient: noting(brandings.deleteOfClient, dropLooks(drops)),
    }),
    terms: (terms, drops) => ({
      ...terms,
      insert: noting(terms.insert, dropLooks(drops)),
      update: noting(terms.update, dropLooks(drops)),
      delete: noting(terms.delete, dropLooks(drops)),
      deleteOfClient: noting(terms.deleteOfClient, dropLooks(drops)),
    }),
  };
}

function forgetPool(caches: Caches, poolId: PoolId): void {
  caches.pools.drop(poolId);
  caches.resourceServers.drop(poolId);
  caches.signingKeys.drop(poolId);
  // Whose they are is not known here, and pools change rarely.
  caches.clients.clear();
  forgetLooks(caches);
}

function forgetLooks(caches: Caches): void {
  caches.brandings.clear();
  caches.terms.clear();
}

/** The method, which first tells `note` what it is called with. */
function noting<Parameters extends unknown[], Result>(
  method: (...parameters: Parameters) => Result,
  note: (...parameters: Parameters) => void,
): (...parameters: Parameters) => Result {
  return (...parameters) => {
    note(...parameters);
    return method(...parameters);
  };
}
