import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { termsType } from "../../core/terms/rules.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DescribeTermsByClient: Handler<"DescribeTermsByClient"> = async (input, context) => {
  const { fail, store } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId, clientId } = await requireClientOfPool(context, pool, input.ClientId, fail);
  const found = (await store.read.terms.listOfClient(poolId, clientId)).find(
    ({ name }) => name === input.TermsName,
  );
  if (found === undefined) throw fail("ResourceNotFoundException", texts.termsNotFound);
  return { Terms: termsType(found) };
};
