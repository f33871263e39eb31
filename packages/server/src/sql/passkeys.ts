import type { Kysely, Selectable } from "kysely";
import { poolId, sub } from "../core/ids.ts";
import type { Passkey, PasskeyTable } from "../core/passkeys/passkey.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function passkeyTable(db: Kysely<Schema>): PasskeyTable {
  return {
    async find(poolId, sub, credentialId) {
      const [row] = await selectPasskey(db, poolId, sub, credentialId);
      return row && toPasskey(row);
    },
    async listOfUser(poolId, sub) {
      return (await selectPasskeys(db, poolId, sub)).map(toPasskey);
    },
    async insert(passkey) {
      const inserted = await db
        .insertInto("passkeys")
        .values(fromPasskey(passkey))
        .onConflict((conflict) => conflict.doNothing())
        .returning("credential_id")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async use(poolId, sub, credentialId, counter, now) {
      const used = await db
        .updateTable("passkeys")
        .set({ counter, last_used_at: now })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("credential_id", "=", credentialId)
        // An authenticator that does not count says 0 for ever (WebAuthn §6.1.1).
        .where("counter", counter === 0 ? "=" : "<", counter)
        .returning("credential_id")
        .executeTakeFirst();
      return used !== undefined;
    },
    async rename(poolId, sub, credentialId, friendlyName) {
      const renamed = await db
        .updateTable("passkeys")
        .set({ friendly_name: friendlyName })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("credential_id", "=", credentialId)
        .returning("credential_id")
        .executeTakeFirst();
      return renamed !== undefined;
    },
    async delete(poolId, sub, credentialId) {
      const deleted = await db
        .deleteFrom("passkeys")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("credential_id", "=", credentialId)
        .returning("credential_id")
        .executeTakeFirst();
      return deleted !== undefined;
    },
  };
}

const selectPasskey = prepared((db, poolId: string, sub: string, credentialId: string) =>
  db
    .selectFrom("passkeys")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("credential_id", "=", credentialId),
);

const selectPasskeys = prepared((db, poolId: string, sub: string) =>
  db
    .selectFrom("passkeys")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .orderBy("created_at")
    .orderBy("credential_id"),
);

function toPasskey(row: Selectable<Schema["passkeys"]>): Passkey {
  return {
    poolId: poolId(row.pool_id),
    sub: sub(row.sub),
    credentialId: row.credential_id,
    relyingPartyId: row.relying_party_id,
    publicKey: row.public_key,
    counter: row.counter,
    aaguid: row.aaguid,
    friendlyName: row.friendly_name,
    // Only this file writes the column.
    attachment: (row.attachment ?? undefined) as Passkey["attachment"],
    transports: JSON.parse(row.transports),
    isBackedUp: row.is_backed_up === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

function fromPasskey(passkey: Passkey): Schema["passkeys"] {
  return {
    pool_id: passkey.poolId,
    sub: passkey.sub,
    credential_id: passkey.credentialId,
    relying_party_id: passkey.relyingPartyId,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    aaguid: passkey.aaguid,
    friendly_name: passkey.friendlyName,
    attachment: passkey.attachment ?? null,
    transports: JSON.stringify(passkey.transports),
    is_backed_up: passkey.isBackedUp ? 1 : 0,
    created_at: passkey.createdAt,
    last_used_at: passkey.lastUsedAt ?? null,
  };
}
