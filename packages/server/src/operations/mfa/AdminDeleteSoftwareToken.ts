import { deleteSoftwareToken } from "../../core/factors/set-mfa-preference.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

/** In a pool that demands a second factor the person sets one up when they next sign in. */
export const AdminDeleteSoftwareToken: Handler<"AdminDeleteSoftwareToken"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  const isDeleted = await deleteSoftwareToken(context, pool, user, fail);
  if (!isDeleted) throw fail("ResourceNotFoundException", texts.softwareTokenNotSetUp);
  return {};
};
