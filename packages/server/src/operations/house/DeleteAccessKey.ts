import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Never the key that signs this call, and never the last that may do everything: both would lock the house. */
export const DeleteAccessKey: Handler<"DeleteAccessKey"> = async (input, context) => {
  const { caller, fail, store } = context;
  if (input.AccessKeyId === caller.accessKeyId) {
    throw fail("InvalidParameterException", texts.accessKeyDeletesItself);
  }
  await store.write(async ({ accessKeys }) => {
    const keys = await accessKeys.list();
    const key = keys.find(({ accessKeyId }) => accessKeyId === input.AccessKeyId);
    if (key === undefined)
      throw fail("ResourceNotFoundException", texts.accessKeyNotFound(input.AccessKeyId));
    const isMaster = key.scope.kind === "ALL";
    if (isMaster && keys.filter(({ scope }) => scope.kind === "ALL").length === 1) {
      throw fail("InvalidParameterException", texts.lastAccessKey);
    }
    await accessKeys.delete(key.accessKeyId);
  });
  return {};
};
