import { requirePoolOfArn } from "../../core/pools/arn.ts";
import { requireTags } from "../../core/pools/tags.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import type { Handler } from "../handler.ts";

export const TagResource: Handler<"TagResource"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePoolOfArn(context, input.ResourceArn, fail);
  await updatePool(
    context,
    poolId,
    (pool) => {
      const UserPoolTags = requireTags({ ...pool.settings.UserPoolTags, ...input.Tags }, fail);
      return { ...pool, settings: { ...pool.settings, UserPoolTags } };
    },
    fail,
  );
  return {};
};
