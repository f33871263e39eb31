/** Sessions in a story: tracking turned on, and what is listed. */
import {
  AdminListUserSessionsCommand,
  type SessionDescriptionType,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { TestServer } from "./server.ts";

export async function track({ admin }: TestServer, UserPoolId: string, MaxPerUser = 20): Promise<void> {
  const TokenSession = { MaxPerUser };
  await admin.send(
    new SetUserPoolSessionConfigurationCommand({ UserPoolId, UserSessionTracking: "ENABLED", TokenSession }),
  );
}

export async function untrack({ admin }: TestServer, UserPoolId: string): Promise<void> {
  const TokenSession = { MaxPerUser: 20 };
  await admin.send(
    new SetUserPoolSessionConfigurationCommand({ UserPoolId, UserSessionTracking: "DISABLED", TokenSession }),
  );
}

export async function reuseFor(
  { admin }: TestServer,
  UserPoolId: string,
  ClientId: string,
  MaxValidityMinutes: number,
): Promise<void> {
  const SSOSession = { MaxValidityMinutes };
  await admin.send(new SetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId, SSOSession }));
}

/** As an administrator sees them. */
export async function sessionsOf(
  { admin }: TestServer,
  UserPoolId: string,
  Username: string,
): Promise<readonly SessionDescriptionType[]> {
  const { Sessions } = await admin.send(new AdminListUserSessionsCommand({ UserPoolId, Username }));
  return Sessions ?? [];
}

export function ofType(sessions: readonly SessionDescriptionType[], type: "TOKEN" | "SSO") {
  return sessions.filter(({ SessionType }) => SessionType === type);
}
