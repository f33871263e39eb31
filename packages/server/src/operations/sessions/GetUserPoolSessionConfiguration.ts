import { requirePool } from "../../core/pools/find-pool.ts";
import { describePoolSessions } from "../../core/sessions/session-configuration.ts";
import type { Handler } from "../handler.ts";

export const GetUserPoolSessionConfiguration: Handler<"GetUserPoolSessionConfiguration"> = async (
  input,
  context,
) => describePoolSessions(await requirePool(context, input.UserPoolId, context.fail));
