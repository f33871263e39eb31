/** What a pool remembers of attempts to sign in. */
import {
  AdminListUserAuthEventsCommand,
  type AuthEventType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { TestServer } from "./server.ts";

/** Settings of a pool whose events can be looked at. */
export const audited = {
  UserPoolTier: "PLUS" as const,
  UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" as const },
};

/** Newest first. */
export async function eventsOf(
  { admin }: TestServer,
  UserPoolId: string,
  Username: string,
): Promise<readonly AuthEventType[]> {
  const { AuthEvents } = await admin.send(new AdminListUserAuthEventsCommand({ UserPoolId, Username }));
  return AuthEvents ?? [];
}

/** In short: `SignIn Pass: Password Success, Mfa Failure`. */
export function inShort({ EventType, EventResponse, ChallengeResponses = [] }: AuthEventType): string {
  const steps = ChallengeResponses.map((step) => `${step.ChallengeName} ${step.ChallengeResponse}`);
  return `${EventType} ${EventResponse}: ${steps.join(", ")}`;
}
