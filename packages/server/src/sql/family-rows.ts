import type { Selectable } from "kysely";
import { clientId, deviceKey, familyId, poolId, sub } from "../core/ids.ts";
import type { Family } from "../core/tokens/family.ts";
import type { Schema } from "./schema.ts";

export function toFamily(row: Selectable<Schema["families"]>): Family {
  return {
    poolId: poolId(row.pool_id),
    sub: sub(row.sub),
    familyId: familyId(row.family_id),
    clientId: clientId(row.client_id),
    generation: row.generation,
    rotatedAt: row.rotated_at ?? undefined,
    scopes: JSON.parse(row.scopes),
    isHosted: row.is_hosted === 1,
    authenticatedAt: row.authenticated_at,
    deviceKey: row.device_key === null ? undefined : deviceKey(row.device_key),
    sessionId: row.session_id ?? undefined,
    originSessionId: row.origin_session_id ?? undefined,
    lastUsedAt: row.last_used_at,
    ipAddress: row.ip_address ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at ?? undefined,
    // Only `fromFamily` writes this column.
    endReason: (row.end_reason ?? undefined) as Family["endReason"],
  };
}

export function fromFamily(family: Family): Schema["families"] {
  return {
    pool_id: family.poolId,
    sub: family.sub,
    family_id: family.familyId,
    client_id: family.clientId,
    generation: family.generation,
    rotated_at: family.rotatedAt ?? null,
    scopes: JSON.stringify(family.scopes),
    is_hosted: family.isHosted ? 1 : 0,
    authenticated_at: family.authenticatedAt,
    device_key: family.deviceKey ?? null,
    session_id: family.sessionId ?? null,
    origin_session_id: family.originSessionId ?? null,
    last_used_at: family.lastUsedAt,
    ip_address: family.ipAddress ?? null,
    created_at: family.createdAt,
    expires_at: family.expiresAt,
    ended_at: family.endedAt ?? null,
    end_reason: family.endReason ?? null,
  };
}
