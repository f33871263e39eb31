/** The pools that the ways in lead to: one with everything that is optional, one that demands a second factor, one with devices. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  type SetUserPoolMfaConfigCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { byEmail, bySms, byTotp, setMfa } from "./mfa.ts";
import { relyingPartyId } from "./passkeys.ts";
import { passwordClient } from "./people.ts";
import { createPerson, password, type TestPerson } from "./pool.ts";
import type { TestServer } from "./server.ts";
import type { TriggerHost } from "./trigger-host.ts";
import { poolWithTriggers, riddle, type TriggerPool } from "./trigger-pool.ts";

export interface Place {
  readonly server: TestServer;
  readonly triggers: TriggerPool;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

export interface House {
  readonly main: Place;
  readonly strict: Place;
  readonly devices: Place;
}

export const everyFlow = [
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const satisfies CreateUserPoolClientCommandInput["ExplicitAuthFlows"];

export async function openHouse(server: TestServer, host: TriggerHost): Promise<House> {
  const everyFactor = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] as const;
  const main = await openPlace(server, host, {
    AutoVerifiedAttributes: ["email"],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...everyFactor] } },
  });
  const WebAuthnConfiguration = {
    RelyingPartyId: relyingPartyId,
    FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" as const,
  };
  await offer(main, { ...byTotp, ...bySms, ...byEmail, WebAuthnConfiguration });
  const strict = await openPlace(server, host);
  await offer(strict, { MfaConfiguration: "ON", ...byTotp, ...byEmail });
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true };
  return { main, strict, devices: await openPlace(server, host, { DeviceConfiguration }) };
}

async function openPlace(
  server: TestServer,
  host: TriggerHost,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<Place> {
  const listening = { PostAuthentication: () => undefined, V1_0: () => undefined };
  const triggers = await poolWithTriggers(server, host, { ...riddle, ...listening }, settings);
  const UserPoolId = triggers.poolId;
  const ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [...everyFlow] });
  return { server, triggers, UserPoolId, ClientId };
}

function offer({ server, UserPoolId }: Place, mfa: Partial<SetUserPoolMfaConfigCommandInput>): Promise<void> {
  return setMfa(server, UserPoolId, mfa);
}

/** The same pools, and in one of them an app of the test's own: for what befalls apps. */
export async function withOwnApp(house: House, where: keyof House): Promise<House> {
  const { server, UserPoolId } = house[where];
  const ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [...everyFlow] });
  return { ...house, [where]: { ...house[where], ClientId } };
}

export const addressOf = (name: string): string => `${name}@example.com`;

const phones = new Map<string, string>();
/** The same for the same name. */
export function phoneOf(name: string): string {
  const known = phones.get(name) ?? `+1555${String(phones.size).padStart(7, "0")}`;
  phones.set(name, known);
  return known;
}

const reachable = (name: string) => ({
  email: addressOf(name),
  email_verified: "true",
  phone_number: phoneOf(name),
  phone_number_verified: "true",
});

/** With an address and a number that are verified, unless it is said otherwise. */
export function personIn(
  { server, UserPoolId }: Place,
  name: string,
  attributes: Readonly<Record<string, string>> = reachable(name),
): Promise<TestPerson> {
  return createPerson(server, UserPoolId, name, attributes);
}

/** Confirmed all the same, in a pool that takes codes instead. */
export async function personWithoutPassword(place: Place, name: string): Promise<TestPerson> {
  const UserAttributes = Object.entries(reachable(name)).map(([Name, Value]) => ({ Name, Value }));
  const { server, UserPoolId } = place;
  const input = { UserPoolId, Username: name, UserAttributes };
  await server.admin.send(new AdminCreateUserCommand(input));
  return { username: name, password, sub: await subOf(place, name) };
}

export async function subOf({ server, UserPoolId }: Place, Username: string): Promise<string> {
  const { UserAttributes = [] } = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return UserAttributes.find(({ Name }) => Name === "sub")?.Value ?? "";
}
