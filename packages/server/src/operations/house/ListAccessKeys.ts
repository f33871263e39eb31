import { describeAccessKey } from "../../core/access-keys/describe.ts";
import type { Handler } from "../handler.ts";

export const ListAccessKeys: Handler<"ListAccessKeys"> = async (_input, { store }) => ({
  AccessKeys: (await store.read.accessKeys.list()).map(describeAccessKey),
});
