import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { updateClient } from "../../core/clients/update-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { describeClientSession, requireSessionTier } from "../../core/sessions/session-configuration.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Only where the pool tracks sessions: elsewhere the minutes would be stored and not counted. */
export const SetUserPoolClientSessionConfiguration: Handler<"SetUserPoolClientSessionConfiguration"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  requireSessionTier(pool, fail);
  if (!pool.sessions.isTracking) throw fail("InvalidParameterException", texts.sessionsNotTracked);
  const { MaxValidityMinutes: ssoMinutes } = input.SSOSession;
  return describeClientSession(
    await updateClient(context, client, (latest) => ({ ...latest, ssoMinutes }), fail),
  );
};
