import { requirePool } from "../../core/pools/find-pool.ts";
import { requireThreatProtection } from "../../core/risk/require-threat-protection.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/**
 * Feedback tokens come with letters about risky sign-ins. No risk is computed and no such letter is sent, so nobody has a
 * token that is good: each one is refused, before anybody is looked up.
 */
export const UpdateAuthEventFeedback: Handler<"UpdateAuthEventFeedback"> = async (input, context) => {
  const { fail } = context;
  requireThreatProtection(await requirePool(context, input.UserPoolId, fail), fail);
  throw fail("NotAuthorizedException", texts.feedbackTokenInvalid);
};
