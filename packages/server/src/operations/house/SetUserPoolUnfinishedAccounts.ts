import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { describeUnfinishedAccounts } from "../../core/users/remove-unfinished.ts";
import type { Handler } from "../handler.ts";

/** The next housekeeping goes by it: within an hour. */
export const SetUserPoolUnfinishedAccounts: Handler<"SetUserPoolUnfinishedAccounts"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const unfinishedAccountDays = input.RemoveAfterDays;
  const pool = await updatePool(context, poolId, (current) => ({ ...current, unfinishedAccountDays }), fail);
  return describeUnfinishedAccounts(pool);
};
