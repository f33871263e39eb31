/** The AWS SDK, as it comes from npm, reaches second factors, devices, passkeys, sessions and risk. */
import {
  AdminDeleteSoftwareTokenCommand,
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminGetUserAuthFactorsCommand,
  AdminListDevicesCommand,
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserSettingsCommand,
  AdminUpdateAuthEventFeedbackCommand,
  AdminUpdateDeviceStatusCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  DeleteWebAuthnCredentialCommand,
  DescribeRiskConfigurationCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetUserAuthFactorsCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  ListDevicesCommand,
  ListUserSessionsCommand,
  ListWebAuthnCredentialsCommand,
  paginateAdminListUserAuthEvents,
  RevokeUserSessionCommand,
  SetRiskConfigurationCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolMfaConfigCommand,
  SetUserPoolSessionConfigurationCommand,
  SetUserSettingsCommand,
  UpdateAuthEventFeedbackCommand,
  UpdateDeviceStatusCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { factorOperations, recordAnswered } from "./support/answered.ts";
import { audited } from "./support/auth-events.ts";
import { createAuthenticator } from "./support/authenticator.ts";
import { deviceStage, onConfirmedDevice } from "./support/devices.ts";
import { enrol, member, origin, setPasskeyStage } from "./support/passkeys.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let admin: CognitoIdentityProviderClient;
let answered: ReadonlySet<string>;

beforeAll(async () => {
  server = await startTestServer();
  admin = server.admin;
  answered = recordAnswered(admin);
});
afterAll(() => server.close());

const Username = "ada";
const enabled = { Enabled: true };

describe("the AWS SDK reaches", () => {
  test("second factors", async () => {
    const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
    const UserPoolId = await createPool(server, { SmsConfiguration });
    await admin.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SmsMfaConfiguration: { SmsConfiguration },
        SoftwareTokenMfaConfiguration: enabled,
      }),
    );
    const ClientId = await passwordClient(server, UserPoolId);
    await createPerson(server, UserPoolId, Username, { phone_number: "+15555550123" });
    const { AccessToken } = await signIn(server, ClientId, Username);
    const { SecretCode = "" } = await admin.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const UserCode = totp(SecretCode, server.clock.now());
    const verified = await admin.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    expect(verified.Status).toBe("SUCCESS");
    await admin.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: enabled }));
    const own = await admin.send(new GetUserAuthFactorsCommand({ AccessToken }));
    expect(own.UserMFASettingList).toEqual(["SOFTWARE_TOKEN_MFA"]);

    const person = { UserPoolId, Username };
    await admin.send(new AdminSetUserMFAPreferenceCommand({ ...person, SMSMfaSettings: enabled }));
    const MFAOptions = [{ DeliveryMedium: "SMS" as const, AttributeName: "phone_number" }];
    await admin.send(new AdminSetUserSettingsCommand({ ...person, MFAOptions }));
    await admin.send(new SetUserSettingsCommand({ AccessToken, MFAOptions }));
    await admin.send(new AdminDeleteSoftwareTokenCommand(person));
    const theirs = await admin.send(new AdminGetUserAuthFactorsCommand(person));
    expect(theirs.UserMFASettingList).toEqual(["SMS_MFA"]);
  });

  test("devices", async () => {
    const stage = await deviceStage(server);
    await createPerson(server, stage.UserPoolId, Username);
    const { device, tokens } = await onConfirmedDevice(stage, Username);
    const { AccessToken } = tokens;
    const { DeviceKey } = device;
    const person = { UserPoolId: stage.UserPoolId, Username };
    const { Device } = await admin.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
    expect(Device?.DeviceKey).toBe(DeviceKey);
    const listed = await admin.send(new ListDevicesCommand({ AccessToken }));
    expect(listed.Devices).toHaveLength(1);
    const DeviceRememberedStatus = "remembered";
    await admin.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }));
    await admin.send(new AdminUpdateDeviceStatusCommand({ ...person, DeviceKey, DeviceRememberedStatus }));
    expect((await admin.send(new AdminGetDeviceCommand({ ...person, DeviceKey }))).Device).toBeDefined();
    expect((await admin.send(new AdminListDevicesCommand(person))).Devices).toHaveLength(1);
    await admin.send(new AdminForgetDeviceCommand({ ...person, DeviceKey }));

    const second = await onConfirmedDevice(stage, Username);
    const own = { AccessToken: second.tokens.AccessToken, DeviceKey: second.device.DeviceKey };
    await admin.send(new ForgetDeviceCommand(own));
    expect((await admin.send(new AdminListDevicesCommand(person))).Devices).toEqual([]);
  });

  test("passkeys", async () => {
    const stage = await setPasskeyStage(server);
    const ada = await member(stage, Username);
    const CredentialId = await enrol(stage, ada, createAuthenticator({ origin }));
    const { AccessToken } = ada;
    const { Credentials } = await admin.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
    expect(Credentials?.map((each) => each.CredentialId)).toEqual([CredentialId]);
    await admin.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
  });

  test("sessions", async () => {
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    await createPerson(server, UserPoolId, Username);
    const TokenSession = { MaxPerUser: 3 };
    const tracking = { UserSessionTracking: "ENABLED", TokenSession } as const;
    await admin.send(new SetUserPoolSessionConfigurationCommand({ UserPoolId, ...tracking }));
    expect(await admin.send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }))).toMatchObject(
      tracking,
    );
    const SSOSession = { MaxValidityMinutes: 5 };
    const client = { UserPoolId, ClientId };
    await admin.send(new SetUserPoolClientSessionConfigurationCommand({ ...client, SSOSession }));
    expect(await admin.send(new GetUserPoolClientSessionConfigurationCommand(client))).toMatchObject({
      SSOSession,
    });

    const { AccessToken } = await signIn(server, ClientId, Username);
    await signIn(server, ClientId, Username);
    const { Sessions = [] } = await admin.send(new ListUserSessionsCommand({ AccessToken }));
    const current = Sessions.find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId;
    const other = Sessions.find(({ IsCurrentSession }) => !IsCurrentSession)?.SessionId;
    await admin.send(new RevokeUserSessionCommand({ AccessToken, SessionId: other }));
    const person = { UserPoolId, Username };
    const left = await admin.send(new AdminListUserSessionsCommand(person));
    expect(left.Sessions?.map(({ SessionId }) => SessionId)).toEqual([current]);
    await admin.send(new AdminRevokeUserSessionCommand({ ...person, SessionId: current }));
    expect((await admin.send(new AdminListUserSessionsCommand(person))).Sessions).toEqual([]);
  });

  test("risk configuration and auth events", async () => {
    const UserPoolId = await createPool(server, audited);
    const ClientId = await passwordClient(server, UserPoolId);
    await createPerson(server, UserPoolId, Username);
    const SkippedIPRangeList = ["192.0.2.0/24"];
    const RiskExceptionConfiguration = { SkippedIPRangeList };
    await admin.send(new SetRiskConfigurationCommand({ UserPoolId, RiskExceptionConfiguration }));
    const { RiskConfiguration } = await admin.send(new DescribeRiskConfigurationCommand({ UserPoolId }));
    expect(RiskConfiguration?.RiskExceptionConfiguration).toMatchObject({ SkippedIPRangeList });

    await signIn(server, ClientId, Username);
    await signIn(server, ClientId, Username);
    const person = { UserPoolId, Username };
    const events: (string | undefined)[] = [];
    for await (const page of paginateAdminListUserAuthEvents({ client: admin, pageSize: 1 }, person)) {
      events.push(...(page.AuthEvents ?? []).map(({ EventId }) => EventId));
    }
    expect(events).toHaveLength(2);
    const feedback = { ...person, EventId: events[0], FeedbackValue: "Valid" as const };
    await admin.send(new AdminUpdateAuthEventFeedbackCommand(feedback));
    const strangers = new UpdateAuthEventFeedbackCommand({ ...feedback, FeedbackToken: "made-up" });
    await expectFailure(admin.send(strangers), "NotAuthorizedException");
  });

  test("every one of these operations, in the stories above", () => {
    const told = [...answered].filter((name) => factorOperations.includes(name));
    expect(told.toSorted()).toEqual(factorOperations.toSorted());
  });
});
