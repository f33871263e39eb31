import { requirePoolOfArn } from "../../core/pools/arn.ts";
import type { Handler } from "../handler.ts";

export const ListTagsForResource: Handler<"ListTagsForResource"> = async (input, context) => {
  const pool = await requirePoolOfArn(context, input.ResourceArn, context.fail);
  return { Tags: pool.settings.UserPoolTags ?? {} };
};
