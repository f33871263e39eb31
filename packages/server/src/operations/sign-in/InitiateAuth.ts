import { requireClient } from "../../core/clients/find-client.ts";
import { initiateAuth } from "../../core/sign-in/initiate-auth.ts";
import type { Handler } from "../handler.ts";

export const InitiateAuth: Handler<"InitiateAuth"> = async (input, context) => {
  const { fail } = context;
  const { pool, client } = await requireClient(context, input.ClientId, fail);
  const parameters = input.AuthParameters ?? {};
  return initiateAuth(context, { pool, client, flow: input.AuthFlow, parameters, door: "open", fail });
};
