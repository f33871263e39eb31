/** A person in a pool. */
import type { UserStatusType } from "../../model/shapes.ts";
import type { MfaPreference } from "../factors/mfa-preference.ts";
import type { PoolId, Sub } from "../ids.ts";
import type { PageRequest } from "../page.ts";

export interface User {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** As stored and shown; equals `sub` where people sign in by e-mail address or phone number. */
  readonly username: string;
  readonly status: UserStatusType;
  readonly isEnabled: boolean;
  /** Wire names (`email`, `custom:UAID`) to strings; `sub` is not among them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly passwordHash: string | undefined;
  /** JSON of an `SrpVerifier` of the same password, sealed; both are written together by `users/password.ts`. */
  readonly sealedSrp: string | undefined;
  /** Hashes of earlier passwords, newest first; empty unless the pool keeps a history. */
  readonly passwordHistory: readonly string[];
  readonly mfa: MfaPreference;
  /** Epoch ms; set while the password is temporary. */
  readonly temporaryPasswordExpiresAt: number | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A name a person can sign in by, normalized as the pool says; unique in the pool over all kinds. */
export interface SignInName {
  readonly name: string;
  readonly kind: "username" | "email" | "phone_number" | "preferred_username";
}

/** `attribute` is a wire name or `username`, `sub`, `status` (Enabled/Disabled), `cognito:user_status`. */
export interface UserFilter {
  readonly attribute: string;
  readonly comparison: "equals" | "startsWith";
  /** Compared case-insensitively unless `isCaseSensitive`. */
  readonly value: string;
  readonly isCaseSensitive: boolean;
}

export interface UserTable {
  find(poolId: PoolId, sub: Sub): Promise<User | undefined>;
  /** By any sign-in name, already normalized. */
  findByName(poolId: PoolId, name: string): Promise<User | undefined>;
  /** Ordered by sub; `after` is a sub. */
  list(poolId: PoolId, filter: UserFilter | undefined, page: PageRequest): Promise<readonly User[]>;
  /** Roughly how many there are: counting a hundred million would take a minute. Exact up to a few thousand. */
  countAbout(poolId: PoolId): Promise<number>;
  /** The name that somebody else has already, or undefined if the user was stored. */
  insert(user: User, names: readonly SignInName[]): Promise<SignInName | undefined>;
  /** Replaces the row and its names; same answer as `insert`. Throws when the user is gone. */
  update(user: User, names: readonly SignInName[]): Promise<SignInName | undefined>;
  /** Deletes the person and everything of theirs. */
  delete(poolId: PoolId, sub: Sub): Promise<boolean>;
}
