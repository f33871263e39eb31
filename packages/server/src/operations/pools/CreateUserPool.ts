import { createPool } from "../../core/pools/create-pool.ts";
import { describePool } from "../../core/pools/describe.ts";
import type { Handler } from "../handler.ts";

/** In the region that the caller signed for. */
export const CreateUserPool: Handler<"CreateUserPool"> = async (input, context) => {
  const pool = await createPool(context, context.caller.region, input, context.fail);
  return { UserPool: await describePool(context, pool) };
};
