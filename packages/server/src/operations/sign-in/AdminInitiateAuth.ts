import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { initiateAuth } from "../../core/sign-in/initiate-auth.ts";
import type { Handler } from "../handler.ts";

export const AdminInitiateAuth: Handler<"AdminInitiateAuth"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  const parameters = input.AuthParameters ?? {};
  return initiateAuth(context, { pool, client, flow: input.AuthFlow, parameters, door: "signed", fail });
};
