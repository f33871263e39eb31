import { createClient } from "../../core/clients/create-client.ts";
import { describeClient } from "../../core/clients/describe.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const CreateUserPoolClient: Handler<"CreateUserPoolClient"> = async (input, context) => {
  const pool = await requirePool(context, input.UserPoolId, context.fail);
  const client = await createClient(context, pool, input, context.fail);
  return { UserPoolClient: describeClient(context, client) };
};
