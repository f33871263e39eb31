import { requireCallingClient } from "../../core/users/account.ts";
import { signUp } from "../../core/users/sign-up.ts";
import { attributesFrom } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const SignUp: Handler<"SignUp"> = async (input, context) => {
  const { fail } = context;
  const { Username: name, Password: password, ClientMetadata: metadata = {} } = input;
  const caller = await requireCallingClient(context, input, fail);
  const attributes = attributesFrom(input.UserAttributes);
  const validationData = attributesFrom(input.ValidationData);
  return signUp(context, {
    ...caller,
    name,
    password,
    attributes,
    validationData,
    metadata,
    fail,
  });
};
