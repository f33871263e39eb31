/** The storage port over a database: all tables for writing, and for reading with the caches in front. */
import type { Kysely } from "kysely";
import type { Store, Tables } from "../core/tables.ts";
import { accessKeyTable } from "./access-keys.ts";
import { attemptTable } from "./attempts.ts";
import { auditTable } from "./audit.ts";
import { authEventTable } from "./auth-events.ts";
import { authorizationCodeTable } from "./authorization-codes.ts";
import { brandingTable } from "./brandings.ts";
import { browserSessionTable } from "./browser-sessions.ts";
import { clientTable } from "./clients.ts";
import { changeConfigurationVersion } from "./configuration-version.ts";
import type { Database } from "./database.ts";
import { deviceTable } from "./devices.ts";
import { eventTable } from "./events.ts";
import { familyTable } from "./families.ts";
import { flowTable } from "./flows.ts";
import { groupTable } from "./groups.ts";
import { messageTable } from "./messages.ts";
import { passkeyTable } from "./passkeys.ts";
import { poolTable } from "./pools.ts";
import { quotaTable } from "./quotas.ts";
import { createReadCaches } from "./read-caches.ts";
import { resourceServerTable } from "./resource-servers.ts";
import type { Schema } from "./schema.ts";
import { sealedTable } from "./sealed.ts";
import { signingKeyTable } from "./signing-keys.ts";
import { singleUseTable } from "./single-use.ts";
import { softwareTokenTable } from "./software-tokens.ts";
import { termsTable } from "./terms.ts";
import { asUnavailable } from "./unavailable.ts";
import { userTable } from "./users.ts";
import { verificationCodeTable } from "./verification-codes.ts";

/** `database` has been migrated, and stays the caller's to close. */
export function createStore(database: Database): Store {
  const tables = rememberingTables();
  const stored = tables(database.reader);
  const caches = createReadCaches(stored, database.isShared ? database.reader : null);
  return {
    read: { ...stored, ...caches.tables },
    commitsTogether: database.commitsTogether,
    async write(work, last) {
      const drops: (() => void)[] = [];
      try {
        return await database.write(
          async (transaction) => {
            const result = await work(caches.watch(tables(transaction), drops));
            if (drops.length > 0 && database.isShared) await changeConfigurationVersion(transaction);
            return result;
          },
          last && ((transaction) => last(tables(transaction))),
        );
      } catch (error) {
        throw asUnavailable(error);
      } finally {
        // Also after a failure: a commit that reported an error may have happened all the same.
        for (const drop of drops) drop();
      }
    },
  };
}

/** All writes on SQLite share one handle, whose tables are made once. */
function rememberingTables(): (db: Kysely<Schema>) => Tables {
  const known = new WeakMap<Kysely<Schema>, Tables>();
  return (db) => {
    const tables = known.get(db) ?? createTables(db);
    known.set(db, tables);
    return tables;
  };
}

function createTables(db: Kysely<Schema>): Tables {
  return {
    accessKeys: accessKeyTable(db),
    attempts: attemptTable(db),
    audit: auditTable(db),
    authEvents: authEventTable(db),
    authorizationCodes: authorizationCodeTable(db),
    brandings: brandingTable(db),
    browserSessions: browserSessionTable(db),
    clients: clientTable(db),
    devices: deviceTable(db),
    events: eventTable(db),
    families: familyTable(db),
    flows: flowTable(db),
    groups: groupTable(db),
    messages: messageTable(db),
    passkeys: passkeyTable(db),
    pools: poolTable(db),
    quotas: quotaTable(db),
    resourceServers: resourceServerTable(db),
    sealed: sealedTable(db),
    signingKeys: signingKeyTable(db),
    singleUse: singleUseTable(db),
    softwareTokens: softwareTokenTable(db),
    terms: termsTable(db),
    users: userTable(db),
    verificationCodes: verificationCodeTable(db),
  };
}
