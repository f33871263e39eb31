/**
 * A family is one sign-in and every token that came from it. Its id is the tokens' `origin_jti`; ending the family ends
 * them all at once. Refresh tokens name their generation; rotation advances it.
 */
import type { Group } from "../groups/group.ts";
import type { ClientId, DeviceKey, FamilyId, PoolId, Sub } from "../ids.ts";
import type { User } from "../users/user.ts";

export interface Family {
  readonly poolId: PoolId;
  readonly sub: Sub;
  readonly familyId: FamilyId;
  readonly clientId: ClientId;
  readonly generation: number;
  /** When the generation last moved on. */
  readonly rotatedAt: number | undefined;
  readonly scopes: readonly string[];
  /** True for a sign-in through `/oauth2/authorize`: its access tokens carry `version` 2. */
  readonly isHosted: boolean;
  /** Epoch ms of the sign-in itself; refreshing does not move it. */
  readonly authenticatedAt: number;
  /** The device it came from, where the pool tracks devices: remembered, or new and not confirmed yet. */
  readonly deviceKey: DeviceKey | undefined;
  /** `tkn` and 25 more of [a-z0-9], where the pool tracks sessions. */
  readonly sessionId: string | undefined;
  /** The browser's session that it came from. */
  readonly originSessionId: string | undefined;
  /** Moved by a refresh where the pool tracks sessions; otherwise the sign-in. */
  readonly lastUsedAt: number;
  readonly ipAddress: string | undefined;
  readonly createdAt: number;
  /** The last moment of every refresh token of the family, however often it rotates. */
  readonly expiresAt: number;
  readonly endedAt: number | undefined;
  readonly endReason: FamilyEnd | undefined;
}

export type FamilyEnd =
  | "revoked"
  | "signedOut"
  | "passwordChanged"
  | "deviceForgotten"
  | "tooManySessions"
  | "userDisabled"
  | "refreshTokenReused"
  | "codeReused"
  /** A backup was restored that could not know whether it still lived. */
  | "restored";

export interface FamilyOfPerson {
  readonly family: Family | undefined;
  readonly user: User;
  /** By their names. */
  readonly groups: readonly Group[];
}

export interface FamilyTable {
  find(poolId: PoolId, sub: Sub, familyId: FamilyId): Promise<Family | undefined>;
  /** With whose it is, as of one moment; undefined when nobody has that sub. */
  findOfPerson(poolId: PoolId, sub: Sub, familyId: FamilyId): Promise<FamilyOfPerson | undefined>;
  /** Neither ended nor expired, the least recently used first. */
  listLivingOfUser(poolId: PoolId, sub: Sub, now: number): Promise<readonly Family[]>;
  insert(family: Family): Promise<void>;
  /** A refresh of a tracked session. */
  touch(
    poolId: PoolId,
    sub: Sub,
    familyId: FamilyId,
    ipAddress: string | undefined,
    now: number,
  ): Promise<void>;
  /** Moves `generation` to the next one if it still is the current one and the family lives; false otherwise. */
  rotate(poolId: PoolId, sub: Sub, familyId: FamilyId, generation: number, now: number): Promise<boolean>;
  /** False when it had ended before, or is unknown. */
  end(poolId: PoolId, sub: Sub, familyId: FamilyId, reason: FamilyEnd, now: number): Promise<boolean>;
  /** Ends every living family of a person, but `except`. */
  endAllOfUser(poolId: PoolId, sub: Sub, reason: FamilyEnd, now: number, except?: FamilyId): Promise<void>;
  /** Removes families whose tokens have all expired. */
  prune(now: number, most: number): Promise<number>;
}
