import { describeAuthFactors } from "../../core/factors/describe-factors.ts";
import type { Handler } from "../handler.ts";

export const GetUserAuthFactors: Handler<"GetUserAuthFactors"> = async (_input, context) =>
  describeAuthFactors(context, context.caller.pool, context.caller.user);
