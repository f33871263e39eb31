import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { termsDescription } from "../../core/terms/rules.ts";
import type { Handler } from "../handler.ts";

export const ListTerms: Handler<"ListTerms"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListTerms", poolId], limit: pageSize(input.MaxResults), token: input.NextToken },
    (page) => store.read.terms.list(poolId, page),
    ({ termsId }) => termsId,
    fail,
  );
  return { Terms: rows.map(termsDescription), NextToken: nextToken };
};
