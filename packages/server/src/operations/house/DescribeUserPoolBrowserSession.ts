import { requirePool } from "../../core/pools/find-pool.ts";
import { describeBrowserLimits } from "../../core/sessions/browser-limits.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolBrowserSession: Handler<"DescribeUserPoolBrowserSession"> = async (
  input,
  context,
) => describeBrowserLimits(await requirePool(context, input.UserPoolId, context.fail));
