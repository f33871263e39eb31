import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { describeRisk, withRisk } from "../../core/risk/pool-risk.ts";
import { requireThreatProtection } from "../../core/risk/require-threat-protection.ts";
import type { Handler } from "../handler.ts";

export const SetRiskConfiguration: Handler<"SetRiskConfiguration"> = async (input, context) => {
  const { fail } = context;
  const { UserPoolId, ClientId } = input;
  const pool = await requirePool(context, UserPoolId, fail);
  requireThreatProtection(pool, fail);
  const client =
    ClientId === undefined ? undefined : await requireClientOfPool(context, pool, ClientId, fail);
  const now = context.clock.now();
  const changed = await updatePool(
    context,
    pool.poolId,
    (latest) => withRisk(latest, client, input, now),
    fail,
  );
  return { RiskConfiguration: describeRisk(changed, client) };
};
