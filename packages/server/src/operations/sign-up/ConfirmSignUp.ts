import { requireCallingClient } from "../../core/users/account.ts";
import { confirmSignUp } from "../../core/users/confirm-sign-up.ts";
import type { Handler } from "../handler.ts";

export const ConfirmSignUp: Handler<"ConfirmSignUp"> = async (input, context) => {
  const { fail } = context;
  const { Username: name, ConfirmationCode: code, ClientMetadata: metadata = {}, Session: session } = input;
  const { ForceAliasCreation: forceAliasCreation = false } = input;
  const caller = await requireCallingClient(context, input, fail);
  const call = { ...caller, name, code, forceAliasCreation, session, metadata, fail };
  const Session = await confirmSignUp(context, call);
  return Session === undefined ? {} : { Session };
};
