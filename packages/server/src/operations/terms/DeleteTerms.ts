import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DeleteTerms: Handler<"DeleteTerms"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  await store.write(async ({ terms }) => {
    if (!(await terms.delete(poolId, input.TermsId))) {
      throw fail("ResourceNotFoundException", texts.termsNotFound);
    }
  });
  return {};
};
