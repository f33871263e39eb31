/** How sessions are configured on the wire: of a pool, and of one of its clients. */
import type {
  SetUserPoolClientSessionConfigurationResponse,
  SetUserPoolSessionConfigurationRequest,
  SetUserPoolSessionConfigurationResponse,
} from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import type { PoolSessions } from "./pool-sessions.ts";

export function poolSessionsOf(input: SetUserPoolSessionConfigurationRequest): PoolSessions {
  const isTracking = input.UserSessionTracking === "ENABLED";
  return { isTracking, mostPerUser: input.TokenSession.MaxPerUser };
}

export function describePoolSessions({ poolId, sessions }: Pool): SetUserPoolSessionConfigurationResponse {
  return {
    UserPoolId: poolId,
    UserSessionTracking: sessions.isTracking ? "ENABLED" : "DISABLED",
    TokenSession: { MaxPerUser: sessions.mostPerUser },
  };
}

export function describeClientSession({
  poolId,
  clientId,
  ssoMinutes,
}: Client): SetUserPoolClientSessionConfigurationResponse {
  return { UserPoolId: poolId, ClientId: clientId, SSOSession: { MaxValidityMinutes: ssoMinutes } };
}

export function requireSessionTier(
  { settings }: Pool,
  fail: Fail<"FeatureUnavailableInTierException">,
): void {
  const { UserPoolTier: tier } = settings;
  if (tier === "LITE") {
    throw fail("FeatureUnavailableInTierException", texts.featureNotInTier("Session management", tier));
  }
}
