import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { parseUserFilter } from "../../core/users/user-filter.ts";
import { userType } from "../../core/users/user-type.ts";
import type { UserType } from "../../model/shapes.ts";
import type { Handler } from "../handler.ts";

export const ListUsers: Handler<"ListUsers"> = async (input, context) => {
  const { fail } = context;
  const { Filter, PaginationToken, AttributesToGet } = input;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const filter = parseUserFilter(pool, Filter, fail);
  const list = ["ListUsers", pool.poolId, Filter ?? ""];
  const { rows, nextToken } = await readPage(
    context,
    { list, limit: pageSize(input.Limit), token: PaginationToken },
    (page) => context.store.read.users.list(pool.poolId, filter, page),
    (user) => user.sub,
    fail,
  );
  return {
    Users: rows.map((user) => onlyAttributes(userType(user), AttributesToGet)),
    PaginationToken: nextToken,
  };
};

/** Undefined asks for all of them. */
function onlyAttributes(user: UserType, names: readonly string[] | undefined): UserType {
  if (names === undefined) return user;
  return { ...user, Attributes: user.Attributes?.filter(({ Name }) => names.includes(Name)) };
}
