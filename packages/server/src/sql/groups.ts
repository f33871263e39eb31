import { type Kysely, type Selectable, sql } from "kysely";
import type { Group, GroupTable } from "../core/groups/group.ts";
import { type PoolId, poolId } from "../core/ids.ts";
import type { PageRequest } from "../core/page.ts";
import { deleteSomeOfPool } from "./delete-some.ts";
import { evened } from "./evened.ts";
import { followKeys } from "./follow-keys.ts";
import { prepared } from "./prepared.ts";
import { keysInPool, type Schema } from "./schema.ts";
import { toUser } from "./user-rows.ts";

export function groupTable(db: Kysely<Schema>): GroupTable {
  return {
    async find(poolId, name) {
      const row = await db
        .selectFrom("groups")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("name", "=", name)
        .executeTakeFirst();
      return row && toGroup(row);
    },
    async list(poolId, { limit, after }) {
      const groups = db.selectFrom("groups").selectAll().where("pool_id", "=", poolId);
      const page = after === undefined ? groups : groups.where("name", ">", after);
      return (await page.orderBy("name").limit(limit).execute()).map(toGroup);
    },
    async listOfUser(poolId, sub) {
      return (await selectGroupsOfUser(db, poolId, sub)).map(toGroup);
    },
    listMembers: (poolId, name, page) => listMembers(db, poolId, name, page),
    async insert(group) {
      const inserted = await db
        .insertInto("groups")
        .values(fromGroup(group))
        .onConflict((conflict) => conflict.doNothing())
        .returning("name")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async update(group) {
      const { pool_id, name, ...columns } = fromGroup(group);
      const { numUpdatedRows } = await db
        .updateTable("groups")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .where("name", "=", name)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async removeMembers(poolId, name, most) {
      const isOfGroup = sql<boolean>`group_name = ${name}`;
      const key = keysInPool.group_members;
      return (await deleteSomeOfPool(db, "group_members", poolId, key, most, isOfGroup)) === most;
    },
    async delete(poolId, name) {
      await db
        .deleteFrom("group_members")
        .where("pool_id", "=", poolId)
        .where("group_name", "=", name)
        .execute();
      const { numDeletedRows } = await db
        .deleteFrom("groups")
        .where("pool_id", "=", poolId)
        .where("name", "=", name)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async addMember(poolId, name, sub) {
      await db
        .insertInto("group_members")
        .values({ pool_id: poolId, group_name: name, sub })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async removeMember(poolId, name, sub) {
      await db
        .deleteFrom("group_members")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("group_name", "=", name)
        .execute();
    },
  };
}

const selectGroupsOfUser = prepared((db, poolId: string, sub: string) =>
  db
    .selectFrom("group_members")
    .innerJoin("groups", (join) =>
      join
        .onRef("groups.pool_id", "=", "group_members.pool_id")
        .onRef("groups.name", "=", "group_members.group_name"),
    )
    .selectAll("groups")
    .where("group_members.pool_id", "=", poolId)
    .where("group_members.sub", "=", sub)
    .orderBy("group_members.group_name"),
);

function listMembers(db: Kysely<Schema>, poolId: PoolId, name: string, page: PageRequest) {
  return followKeys(
    page,
    (keys) => memberSubs(db, poolId, name, keys),
    (subs) => usersOf(db, poolId, subs),
  );
}

async function memberSubs(
  db: Kysely<Schema>,
  poolId: PoolId,
  name: string,
  { limit, after }: PageRequest,
): Promise<readonly string[]> {
  const members = db
    .selectFrom("group_members")
    .select("sub")
    .where("pool_id", "=", poolId)
    .where("group_name", "=", name)
    .orderBy("sub")
    .limit(limit);
  const rows = await (after === undefined ? members : members.where("sub", ">", after)).execute();
  return rows.map(({ sub }) => sub);
}

async function usersOf(db: Kysely<Schema>, poolId: PoolId, subs: readonly string[]) {
  const users = db
    .selectFrom("users")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "in", evened(subs));
  return (await users.orderBy("sub").execute()).map(toUser);
}

export function toGroup(row: Selectable<Schema["groups"]>): Group {
  return {
    poolId: poolId(row.pool_id),
    name: row.name,
    description: row.description ?? undefined,
    roleArn: row.role_arn ?? undefined,
    precedence: row.precedence ?? undefined,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

function fromGroup(group: Group): Schema["groups"] {
  return {
    pool_id: group.poolId,
    name: group.name,
    description: group.description ?? null,
    role_arn: group.roleArn ?? null,
    precedence: group.precedence ?? null,
    created_at: group.createdAt,
    modified_at: group.modifiedAt,
  };
}
