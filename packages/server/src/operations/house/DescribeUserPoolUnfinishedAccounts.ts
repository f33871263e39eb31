import { requirePool } from "../../core/pools/find-pool.ts";
import { describeUnfinishedAccounts } from "../../core/users/remove-unfinished.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolUnfinishedAccounts: Handler<"DescribeUserPoolUnfinishedAccounts"> = async (
  input,
  context,
) => describeUnfinishedAccounts(await requirePool(context, input.UserPoolId, context.fail));
