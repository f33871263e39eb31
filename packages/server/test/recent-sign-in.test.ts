/**
 * AC-10: a pool can ask for a recent sign-in before a token enrols or removes a factor, so that a token that was left
 * lying about gives nobody a way in of their own. Cognito never asks; so a pool that says nothing does not either.
 */
import {
  AdminCreateUserCommand,
  type DeviceConfigurationType,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { deviceStage, onNewDevice } from "./support/devices.ts";
import { callHouse } from "./support/house.ts";
import { lastCode } from "./support/inbox.ts";
import { callUnsigned } from "./support/json-call.ts";
import { answer as answerChallenge, byEmail, bySms, byTotp, SmsConfiguration } from "./support/mfa.ts";
import { choiceFlows, choose, relyingPartyId } from "./support/passkeys.ts";
import { expectFailure, passwordClient, refresh, type SignedIn, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { type DeviceNames, newDevice } from "./support/srp-client.ts";

const tooOld = "Sign in again to change how you sign in.";
const nextPassword = "Another-Horse-8";

let server: TestServer;
let asking: Place;
let silent: Place;

interface Place {
  readonly UserPoolId: string;
  readonly ClientId: string;
  /** Of a sign-in that is eleven minutes old, where ten are allowed. */
  readonly old: SignedIn;
}

beforeAll(async () => {
  server = await startTestServer();
  const places: Omit<Place, "old">[] = [];
  for (const _ of ["asking", "silent"]) {
    const UserPoolId = await createPool(server, {
      SmsConfiguration,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    });
    const WebAuthnConfiguration = { RelyingPartyId: relyingPartyId };
    const mfa = { ...byTotp, ...bySms, ...byEmail, WebAuthnConfiguration };
    const config = { UserPoolId, MfaConfiguration: "OPTIONAL", ...mfa } as const;
    await server.admin.send(new SetUserPoolMfaConfigCommand(config));
    await createPerson(server, UserPoolId, "ada", { email: "ada@example.com", phone_number: "+15550101234" });
    const ExplicitAuthFlows = [...choiceFlows, "ALLOW_REFRESH_TOKEN_AUTH" as const];
    places.push({ UserPoolId, ClientId: await passwordClient(server, UserPoolId, { ExplicitAuthFlows }) });
  }
  const [first, second] = await Promise.all(
    places.map(async (place) => ({ ...place, old: await signIn(server, place.ClientId, "ada") })),
  );
  if (first === undefined || second === undefined) throw new Error("two pools were made");
  [asking, silent] = [first, second];
  const { UserPoolId } = asking;
  await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId, MaxAgeMinutes: 10 });
  server.advance(11 * 60);
});
afterAll(() => server.close());

const email = { Name: "email", Value: "eve@example.com" };
const MFAOptions = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }];

/** What gives or takes a way in. */
const guarded: readonly (readonly [AnyOperationName, object])[] = [
  ["AssociateSoftwareToken", {}],
  ["VerifySoftwareToken", { UserCode: "123456" }],
  ["SetUserMFAPreference", { EmailMfaSettings: { Enabled: true } }],
  ["SetUserSettings", { MFAOptions }],
  ["StartWebAuthnRegistration", {}],
  ["CompleteWebAuthnRegistration", { Credential: {} }],
  ["DeleteWebAuthnCredential", { CredentialId: "bm9uZQ" }],
  ["UpdateUserAttributes", { UserAttributes: [email] }],
  ["DeleteUserAttributes", { UserAttributeNames: ["phone_number"] }],
];

/** What does not, or proves itself. */
const free: readonly (readonly [AnyOperationName, object])[] = [
  ["GetUser", {}],
  ["ListWebAuthnCredentials", {}],
  ["UpdateUserAttributes", { UserAttributes: [{ Name: "nickname", Value: "ace" }] }],
  ["DeleteUserAttributes", { UserAttributeNames: ["nickname"] }],
  ["ChangePassword", { PreviousPassword: password, ProposedPassword: nextPassword }],
];

async function call(operation: AnyOperationName, AccessToken: string | undefined, input: object) {
  const { type, message } = await callUnsigned(server, operation, { AccessToken, ...input });
  return { type, message };
}

describe("AC-10: where a pool asks for a recent sign-in", () => {
  test.each(guarded)(
    "%s is refused with a token of an older one, refreshed or not",
    async (operation, input) => {
      const refused = { type: "NotAuthorizedException", message: tooOld };
      const { AccessToken, RefreshToken } = asking.old;
      expect(await call(operation, AccessToken, input)).toEqual(refused);
      const { AuthenticationResult } = await refresh(server, asking.ClientId, RefreshToken);
      expect(await call(operation, AuthenticationResult?.AccessToken, input)).toEqual(refused);
    },
  );

  test.each(free)("%s %j asks for none", async (operation, input) => {
    expect(await call(operation, asking.old.AccessToken, input)).toEqual({ type: "", message: undefined });
  });
});

describe("AC-10: where a pool says nothing, as Cognito's", () => {
  test.each(guarded)("%s takes a token of any sign-in", async (operation, input) => {
    expect((await call(operation, silent.old.AccessToken, input)).message).not.toBe(tooOld);
  });
});

/** After the others, whose tokens grow too old for anything. */
describe("AC-10: for as long as the pool says", () => {
  test.each(guarded)("%s is open after another sign-in", async (operation, input) => {
    const name = `person-${guarded.findIndex(([each]) => each === operation)}`;
    await createPerson(server, asking.UserPoolId, name, { phone_number: "+15550101234" });
    const { AccessToken } = await signIn(server, asking.ClientId, name);
    server.advance(10 * 60);
    expect((await call(operation, AccessToken, input)).message).not.toBe(tooOld);
    server.advance(1);
    expect((await call(operation, AccessToken, input)).message).toBe(tooOld);
  });
});

describe("AC-10: a device that stands for the second factor", () => {
  const confirm = (AccessToken: string, names: DeviceNames) => {
    const { DeviceSecretVerifierConfig } = newDevice(names);
    return call("ConfirmDevice", AccessToken, { DeviceKey: names.DeviceKey, DeviceSecretVerifierConfig });
  };
  const setStatus = (AccessToken: string, { DeviceKey }: DeviceNames, status: string) =>
    call("UpdateDeviceStatus", AccessToken, { DeviceKey, DeviceRememberedStatus: status });
  const done = { type: "", message: undefined };
  const refused = { type: "NotAuthorizedException", message: tooOld };

  async function stageOf(configuration: DeviceConfigurationType) {
    const stage = await deviceStage(server, configuration);
    await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId: stage.UserPoolId, MaxAgeMinutes: 10 });
    await createPerson(server, stage.UserPoolId, "ada");
    return stage;
  }

  test("is not confirmed with a token of an older sign-in", async () => {
    const stage = await stageOf({ ChallengeRequiredOnNewDevice: true });
    const [early, late] = [await onNewDevice(stage, "ada"), await onNewDevice(stage, "ada")];
    server.advance(10 * 60);
    expect(await confirm(early.AccessToken, early.names)).toEqual(done);
    server.advance(1);
    expect(await confirm(late.AccessToken, late.names)).toEqual(refused);
  });

  test("is not remembered with one either, where the person is asked; and may be what stands for nothing", async () => {
    const stage = await stageOf({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    });
    const { AccessToken, names } = await onNewDevice(stage, "ada");
    server.advance(11 * 60);
    expect(await confirm(AccessToken, names)).toEqual(done);
    expect(await setStatus(AccessToken, names, "remembered")).toEqual(refused);
    expect(await setStatus(AccessToken, names, "not_remembered")).toEqual(done);
    const other = await onNewDevice(stage, "ada");
    expect(await setStatus(other.AccessToken, names, "remembered")).toEqual(done);
  });

  test("asks for nothing where every sign-in owes both", async () => {
    const stage = await stageOf({ ChallengeRequiredOnNewDevice: false });
    const { AccessToken, names } = await onNewDevice(stage, "ada");
    server.advance(11 * 60);
    expect(await confirm(AccessToken, names)).toEqual(done);
    expect(await setStatus(AccessToken, names, "remembered")).toEqual(done);
  });
});

describe("SetUserPoolRecentSignIn and DescribeUserPoolRecentSignIn", () => {
  const set = (UserPoolId: string, MaxAgeMinutes: number) =>
    callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId, MaxAgeMinutes });
  const described = (UserPoolId: string) => callHouse(server, "DescribeUserPoolRecentSignIn", { UserPoolId });

  test("begin with nothing, keep what is set beside what is said of sessions, and end with 0", async () => {
    const UserPoolId = await createPool(server);
    expect(await described(UserPoolId)).toEqual({ MaxAgeMinutes: 0 });
    expect(await set(UserPoolId, 15)).toEqual({ MaxAgeMinutes: 15 });
    const sessions = { UserSessionTracking: "ENABLED", TokenSession: { MaxPerUser: 3 } };
    await callHouse(server, "SetUserPoolSessionConfiguration", { UserPoolId, ...sessions });
    expect(await described(UserPoolId)).toEqual({ MaxAgeMinutes: 15 });
    expect(await set(UserPoolId, 0)).toEqual({ MaxAgeMinutes: 0 });
  });

  test("take up to a day, of a pool that is there", async () => {
    const UserPoolId = await createPool(server);
    for (const minutes of [-1, 1441]) {
      await expectFailure(set(UserPoolId, minutes), "InvalidParameterException");
    }
    await expectFailure(set("us-east-1_nowhere11", 5), "ResourceNotFoundException");
    await expectFailure(described("us-east-1_nowhere11"), "ResourceNotFoundException");
  });

  test("are the administrator's", async () => {
    const UserPoolId = await createPool(server);
    for (const operation of ["SetUserPoolRecentSignIn", "DescribeUserPoolRecentSignIn"] as const) {
      const { type } = await callUnsigned(server, operation, { UserPoolId, MaxAgeMinutes: 5 });
      expect(type).toBe("MissingAuthenticationTokenException");
    }
  });
});

test("AC-10: a first password is set by a recent sign-in; the old one would prove itself", async () => {
  const UserPoolId = await createPool(server, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
  });
  const ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
  const UserAttributes = [
    { Name: "email", Value: "ben@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  await server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username: "ben", UserAttributes }));
  const stage = { server, UserPoolId, ClientId };
  const { Session } = await choose(stage, "ben", { PREFERRED_CHALLENGE: "EMAIL_OTP" });
  const code = { USERNAME: "ben", EMAIL_OTP_CODE: await lastCode(server, "ben@example.com") };
  const { AuthenticationResult } = await answerChallenge(stage, "EMAIL_OTP", Session, code);
  await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId, MaxAgeMinutes: 10 });
  server.advance(11 * 60);
  const answered = await call("ChangePassword", AuthenticationResult?.AccessToken, {
    ProposedPassword: nextPassword,
  });
  expect(answered).toEqual({ type: "NotAuthorizedException", message: tooOld });
});
