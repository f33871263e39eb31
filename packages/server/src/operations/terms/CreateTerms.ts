import { requireClientIn, requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { mostTerms, requireLinks, termsType } from "../../core/terms/rules.ts";
import type { Terms } from "../../core/terms/terms.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const CreateTerms: Handler<"CreateTerms"> = async (input, context) => {
  const { fail, store, clock, random } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId } = pool;
  const { clientId } = await requireClientOfPool(context, pool, input.ClientId, fail);
  const now = clock.now();
  const made: Terms = {
    poolId,
    termsId: random.uuid(),
    clientId,
    name: input.TermsName,
    links: requireLinks(input.Links, fail),
    createdAt: now,
    modifiedAt: now,
  };
  await store.write(async (tables) => {
    const { terms } = tables;
    await requireClientIn(tables, poolId, clientId, fail);
    const others = await terms.listOfClient(poolId, clientId);
    if (others.some(({ name }) => name === made.name)) {
      throw fail("TermsExistsException", texts.termsExist(made.name));
    }
    if ((await terms.count(poolId)) >= mostTerms) {
      throw fail("LimitExceededException", texts.tooManyTerms(mostTerms));
    }
    await terms.insert(made);
  });
  return { Terms: termsType(made) };
};
