/** SetRiskConfiguration and DescribeRiskConfiguration. */
import type { RiskConfigurationType, SetRiskConfigurationRequest } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Pool } from "../pools/pool.ts";

/** Of one client, or of the whole pool. A call that sets nothing takes away what was set: then the pool's holds, or none. */
export function withRisk(
  pool: Pool,
  client: Client | undefined,
  { UserPoolId: _pool, ClientId: _client, ...given }: SetRiskConfigurationRequest,
  now: number,
): Pool {
  const { [client?.clientId ?? ""]: _replaced, ...others } = pool.risk;
  const isEmpty = Object.values(given).every((each) => each === undefined);
  if (isEmpty) return { ...pool, risk: others };
  return { ...pool, risk: { ...others, [client?.clientId ?? ""]: { ...given, modifiedAt: now } } };
}

/** What holds for the client: its own, and otherwise the pool's, which then names no client. */
export function describeRisk({ poolId, risk }: Pool, client: Client | undefined): RiskConfigurationType {
  const own = client && risk[client.clientId];
  const found = own ?? risk[""];
  if (found === undefined) return { UserPoolId: poolId };
  const { modifiedAt, ...configuration } = found;
  return {
    UserPoolId: poolId,
    ...(own !== undefined && { ClientId: client?.clientId }),
    ...configuration,
    LastModifiedDate: modifiedAt / 1000,
  };
}
