import { requirePoolOfArn } from "../../core/pools/arn.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import type { Handler } from "../handler.ts";

export const UntagResource: Handler<"UntagResource"> = async (input, context) => {
  const { poolId } = await requirePoolOfArn(context, input.ResourceArn, context.fail);
  await updatePool(
    context,
    poolId,
    (pool) => {
      const tags = Object.entries(pool.settings.UserPoolTags ?? {});
      const UserPoolTags = Object.fromEntries(tags.filter(([name]) => !input.TagKeys.includes(name)));
      return { ...pool, settings: { ...pool.settings, UserPoolTags } };
    },
    context.fail,
  );
  return {};
};
