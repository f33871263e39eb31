/**
 * A sign-in, whose it is and what groups they are in, by one statement: what every refresh asks for. Three would be three
 * round trips, or three connections, and could see three different moments.
 */
import type { Kysely } from "kysely";
import type { FamilyId, PoolId, Sub } from "../core/ids.ts";
import type { FamilyOfPerson } from "../core/tokens/family.ts";
import { toFamily } from "./family-rows.ts";
import { toGroup } from "./groups.ts";
import { prepared } from "./prepared.ts";
import { everyOne, type Schema } from "./schema.ts";
import { toUser } from "./user-rows.ts";

/** What a join brings, besides what it was joined by. */
const familyColumns = everyOne<Exclude<keyof Schema["families"], "pool_id" | "sub">>({
  family_id: true,
  client_id: true,
  generation: true,
  rotated_at: true,
  scopes: true,
  is_hosted: true,
  authenticated_at: true,
  device_key: true,
  session_id: true,
  origin_session_id: true,
  last_used_at: true,
  ip_address: true,
  created_at: true,
  expires_at: true,
  ended_at: true,
  end_reason: true,
});

const groupColumns = everyOne<Exclude<keyof Schema["groups"], "pool_id">>({
  name: true,
  description: true,
  role_arn: true,
  precedence: true,
  created_at: true,
  modified_at: true,
});

/** Undefined when nobody has that sub. */
export async function findFamilyOfPerson(
  db: Kysely<Schema>,
  poolId: PoolId,
  sub: Sub,
  familyId: FamilyId,
): Promise<FamilyOfPerson | undefined> {
  // A row for each group, and one for somebody without any.
  const rows = await select(db, poolId, sub, familyId);
  const [row] = rows;
  if (row === undefined) return undefined;
  const family = joined(row, "families", { pool_id: poolId, sub });
  return {
    user: toUser(row),
    family: family && toFamily(family),
    groups: rows.flatMap((each) => {
      const group = joined(each, "groups", { pool_id: poolId });
      return group === undefined ? [] : [toGroup(group)];
    }),
  };
}

const select = prepared((db, poolId: string, sub: string, familyId: string) =>
  db
    .selectFrom("users")
    .leftJoin("families", (join) =>
      join
        .onRef("families.pool_id", "=", "users.pool_id")
        .onRef("families.sub", "=", "users.sub")
        .on("families.family_id", "=", familyId),
    )
    .leftJoin("group_members", (join) =>
      join.onRef("group_members.pool_id", "=", "users.pool_id").onRef("group_members.sub", "=", "users.sub"),
    )
    .leftJoin("groups", (join) =>
      join
        .onRef("groups.pool_id", "=", "group_members.pool_id")
        .onRef("groups.name", "=", "group_members.group_name"),
    )
    .selectAll("users")
    .select(familyColumns.map((column) => `families.${column} as families_${column}` as const))
    .select(groupColumns.map((column) => `groups.${column} as groups_${column}` as const))
    .where("users.pool_id", "=", poolId)
    .where("users.sub", "=", sub)
    .orderBy("group_members.group_name"),
);

type Row = Readonly<Record<string, unknown>>;

/** Each column, and what the join calls it. */
const namesInJoin = {
  families: familyColumns.map((column) => [column, `families_${column}`] as const),
  groups: groupColumns.map((column) => [column, `groups_${column}`] as const),
};

/** Undefined where the join found nothing: `given` are the columns that it was joined by. */
function joined<Table extends "families" | "groups">(
  row: Row,
  table: Table,
  given: Partial<Schema[Table]>,
): Schema[Table] | undefined {
  // Every row of either has the time when it was made.
  if (row[`${table}_created_at`] === null) return undefined;
  const own: Record<string, unknown> = { ...given };
  for (const [column, name] of namesInJoin[table]) own[column] = row[name];
  // All its columns: those of the join, and those given.
  return own as unknown as Schema[Table];
}
