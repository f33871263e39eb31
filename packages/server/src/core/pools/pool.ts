/** A user pool: the rules for a set of people, and the root of everything stored about them. */
import type { GetUserPoolMfaConfigResponse, UserPoolType } from "../../model/shapes.ts";
import type { ClientId, PoolId } from "../ids.ts";
import type { PageRequest } from "../page.ts";
import type { RiskConfiguration } from "../risk/risk-configuration.ts";
import type { PoolSessions } from "../sessions/pool-sessions.ts";
import type { TriggerTarget } from "../triggers/trigger-target.ts";

/** Cognito's settings in their wire form, every default filled in. What is derived is left out. */
export type PoolSettings = Omit<
  UserPoolType,
  "Id" | "Arn" | "Status" | "CreationDate" | "LastModifiedDate" | "EstimatedNumberOfUsers"
>;

export interface Pool {
  readonly poolId: PoolId;
  readonly settings: PoolSettings;
  /** SetUserPoolMfaConfig's part, which DescribeUserPool does not show; the wire form of its answer. */
  readonly mfa: GetUserPoolMfaConfigResponse;
  /** Once true, retired ID-token keys are published for ever: some ID token never expires. */
  readonly hasEternalIdTokens: boolean;
  /** SetUserPoolSessionConfiguration's part. */
  readonly sessions: PoolSessions;
  /** SetRiskConfiguration's part for the whole pool, and for single clients by their id. */
  readonly risk: Readonly<Partial<Record<"" | ClientId, RiskConfiguration>>>;
  /** Where the ARNs of `LambdaConfig` lead, as SetUserPoolTriggerTargets says; secrets sealed. */
  readonly triggerTargets: readonly TriggerTarget[];
  /** After how many days an account that nobody confirmed is removed; 0 is never. */
  readonly unfinishedAccountDays: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface PoolTable {
  find(poolId: PoolId): Promise<Pool | undefined>;
  /** Ordered by pool id; `region` limits the list to pools whose id begins with `<region>_`. */
  list(region: string | undefined, page: PageRequest): Promise<readonly Pool[]>;
  insert(pool: Pool): Promise<void>;
  /** False when the pool is gone. */
  update(pool: Pool): Promise<boolean>;
  /** Deletes the pool and everything in it. If it has thousands of rows, `pruneDeleted` removes the rest, which nobody can reach any more. */
  delete(poolId: PoolId): Promise<boolean>;
  /** Deleted pools that still have rows. */
  listDeleted(): Promise<readonly PoolId[]>;
  pruneDeleted(poolId: PoolId, most: number): Promise<number>;
}
