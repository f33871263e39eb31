import type { Selectable } from "kysely";
import { poolId, sub } from "../core/ids.ts";
import type { User } from "../core/users/user.ts";
import type { Schema } from "./schema.ts";

export function toUser(row: Selectable<Schema["users"]>): User {
  return {
    poolId: poolId(row.pool_id),
    sub: sub(row.sub),
    username: row.username,
    // Only `fromUser` writes this column.
    status: row.status as User["status"],
    isEnabled: row.is_enabled === 1,
    attributes: JSON.parse(row.attributes),
    passwordHash: row.password_hash ?? undefined,
    sealedSrp: row.sealed_srp ?? undefined,
    passwordHistory: JSON.parse(row.password_history),
    mfa: { preferred: undefined, ...JSON.parse(row.mfa) },
    temporaryPasswordExpiresAt: row.temporary_password_expires_at ?? undefined,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

export function fromUser(user: User): Schema["users"] {
  return {
    pool_id: user.poolId,
    sub: user.sub,
    username: user.username,
    status: user.status,
    is_enabled: user.isEnabled ? 1 : 0,
    attributes: JSON.stringify(user.attributes),
    password_hash: user.passwordHash ?? null,
    sealed_srp: user.sealedSrp ?? null,
    password_history: JSON.stringify(user.passwordHistory),
    mfa: JSON.stringify(user.mfa),
    temporary_password_expires_at: user.temporaryPasswordExpiresAt ?? null,
    created_at: user.createdAt,
    modified_at: user.modifiedAt,
  };
}
