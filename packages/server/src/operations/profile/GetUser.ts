import { mfaMembers } from "../../core/factors/describe-factors.ts";
import { canRead } from "../../core/tokens/readable-attributes.ts";
import { attributeList } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

/** What the client may read of the caller; the sub is in the token anyway. */
export const GetUser: Handler<"GetUser"> = async (_input, { caller }) => {
  const { user, client } = caller;
  const readable = attributeList(user).filter(({ Name }) => Name === "sub" || canRead(client, Name));
  return { Username: user.username, UserAttributes: readable, ...mfaMembers(user) };
};
