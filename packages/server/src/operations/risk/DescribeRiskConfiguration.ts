import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { describeRisk } from "../../core/risk/pool-risk.ts";
import { requireThreatProtection } from "../../core/risk/require-threat-protection.ts";
import type { Handler } from "../handler.ts";

export const DescribeRiskConfiguration: Handler<"DescribeRiskConfiguration"> = async (input, context) => {
  const { fail } = context;
  const { UserPoolId, ClientId } = input;
  const pool = await requirePool(context, UserPoolId, fail);
  requireThreatProtection(pool, fail);
  const client =
    ClientId === undefined ? undefined : await requireClientOfPool(context, pool, ClientId, fail);
  return { RiskConfiguration: describeRisk(pool, client) };
};
