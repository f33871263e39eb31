import { requirePool } from "../../core/pools/find-pool.ts";
import { describeRecentSignIn } from "../../core/sessions/pool-sessions.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolRecentSignIn: Handler<"DescribeUserPoolRecentSignIn"> = async (input, context) =>
  describeRecentSignIn(await requirePool(context, input.UserPoolId, context.fail));
