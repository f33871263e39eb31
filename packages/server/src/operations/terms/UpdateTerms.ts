import { requirePool } from "../../core/pools/find-pool.ts";
import { requireLinks, requireTerms, termsType } from "../../core/terms/rules.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** What is left out stays. */
export const UpdateTerms: Handler<"UpdateTerms"> = async (input, context) => {
  const { fail, store, clock } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const links = input.Links && requireLinks(input.Links, fail);
  const changed = await store.write(async ({ terms }) => {
    const before = await requireTerms(terms, poolId, input.TermsId, fail);
    const { TermsName: name = before.name } = input;
    const others = await terms.listOfClient(poolId, before.clientId);
    if (others.some((other) => other.name === name && other.termsId !== before.termsId)) {
      throw fail("TermsExistsException", texts.termsExist(name));
    }
    const made = { ...before, name, links: links ?? before.links, modifiedAt: clock.now() };
    await terms.update(made);
    return made;
  });
  return { Terms: termsType(changed) };
};
