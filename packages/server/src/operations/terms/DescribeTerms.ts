import { requirePool } from "../../core/pools/find-pool.ts";
import { requireTerms, termsType } from "../../core/terms/rules.ts";
import type { Handler } from "../handler.ts";

export const DescribeTerms: Handler<"DescribeTerms"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  return { Terms: termsType(await requireTerms(store.read.terms, poolId, input.TermsId, fail)) };
};
