import { requirePool } from "../../core/pools/find-pool.ts";
import { describeMfa } from "../../core/pools/mfa.ts";
import type { Handler } from "../handler.ts";

export const GetUserPoolMfaConfig: Handler<"GetUserPoolMfaConfig"> = async (input, context) =>
  describeMfa(await requirePool(context, input.UserPoolId, context.fail));
