import { requirePool } from "../../core/pools/find-pool.ts";
import { withCustomAttributes } from "../../core/pools/schema.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import type { Handler } from "../handler.ts";

export const AddCustomAttributes: Handler<"AddCustomAttributes"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  await updatePool(
    context,
    poolId,
    (pool) => {
      const schema = pool.settings.SchemaAttributes ?? [];
      const SchemaAttributes = withCustomAttributes(schema, input.CustomAttributes, fail);
      return { ...pool, settings: { ...pool.settings, SchemaAttributes } };
    },
    fail,
  );
  return {};
};
