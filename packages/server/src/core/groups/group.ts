/** A group of people; its name goes into `cognito:groups`. */
import type { PoolId, Sub } from "../ids.ts";
import type { PageRequest } from "../page.ts";
import type { User } from "../users/user.ts";

export interface Group {
  readonly poolId: PoolId;
  readonly name: string;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  /** Lower wins; undefined comes last. */
  readonly precedence: number | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface GroupTable {
  find(poolId: PoolId, name: string): Promise<Group | undefined>;
  /** Ordered by name; `after` is a group name. */
  list(poolId: PoolId, page: PageRequest): Promise<readonly Group[]>;
  /** Every group of one person, ordered by name; at most 100 exist. */
  listOfUser(poolId: PoolId, sub: Sub): Promise<readonly Group[]>;
  /** Ordered by sub; `after` is a sub. */
  listMembers(poolId: PoolId, name: string, page: PageRequest): Promise<readonly User[]>;
  /** False when the name is taken. */
  insert(group: Group): Promise<boolean>;
  update(group: Group): Promise<boolean>;
  /** At most so many, whichever they are. True when there were as many: more may be left. */
  removeMembers(poolId: PoolId, name: string, most: number): Promise<boolean>;
  /** Memberships go with it. */
  delete(poolId: PoolId, name: string): Promise<boolean>;
  /** Doing it again changes nothing. */
  addMember(poolId: PoolId, name: string, sub: Sub): Promise<void>;
  removeMember(poolId: PoolId, name: string, sub: Sub): Promise<void>;
}
