/** Which second factors a pool offers. */
import {
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const describePool = async (UserPoolId: string) =>
  (await server.admin.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
const refusesToMake = (settings: Partial<CreateUserPoolCommandInput>, message?: string) =>
  expectFailure(createPool(server, settings), "InvalidParameterException", message);
const update = (UserPoolId: string, more: Partial<UpdateUserPoolCommandInput>) =>
  server.admin.send(new UpdateUserPoolCommand({ UserPoolId, ...more }));
const setMfa = (UserPoolId: string, more: Partial<SetUserPoolMfaConfigCommandInput>) =>
  server.admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...more }));
const getMfa = async (UserPoolId: string) => {
  const { $metadata: _, ...mfa } = await server.admin.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  return mfa;
};

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "house" };

describe("second factors", () => {
  const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };

  test("are off, can be offered, and are forgotten when turned off", async () => {
    const UserPoolId = await createPool(server);
    expect(await getMfa(UserPoolId)).toEqual({ MfaConfiguration: "OFF" });
    await setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", ...totp });
    expect(await getMfa(UserPoolId)).toEqual({ MfaConfiguration: "OPTIONAL", ...totp });
    expect(await describePool(UserPoolId)).toMatchObject({ MfaConfiguration: "OPTIONAL" });
    await update(UserPoolId, { MfaConfiguration: "OPTIONAL" });
    await update(UserPoolId, { MfaConfiguration: "OFF" });
    expect(await getMfa(UserPoolId)).toEqual({ MfaConfiguration: "OFF" });
  });

  test("stay as they are when the call does not say", async () => {
    const UserPoolId = await createPool(server);
    await setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", ...totp });
    await setMfa(UserPoolId, { SmsMfaConfiguration: { SmsConfiguration } });
    expect(await getMfa(UserPoolId)).toEqual({
      MfaConfiguration: "OPTIONAL",
      SmsMfaConfiguration: { SmsConfiguration },
    });
    expect(await describePool(UserPoolId)).toMatchObject({ SmsConfiguration });
  });

  test.each<[string, Partial<SetUserPoolMfaConfigCommandInput>, string]>([
    [
      "without any",
      { MfaConfiguration: "OPTIONAL" },
      "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
    ],
    [
      "off with one",
      { MfaConfiguration: "OFF", ...totp },
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    ],
    [
      "that nobody could set up",
      { MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: false } },
      "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
    ],
    [
      "with a member that says nothing",
      { MfaConfiguration: "ON", SmsMfaConfiguration: {} },
      "At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.",
    ],
  ])("are refused %s", async (_, settings, message) => {
    const UserPoolId = await createPool(server);
    await expectFailure(setMfa(UserPoolId, settings), "InvalidParameterException", message);
  });

  test("need a way to send when a pool is made with them", async () => {
    await refusesToMake({ MfaConfiguration: "OPTIONAL" });
    await refusesToMake({ MfaConfiguration: "ON" });
    for (const MfaConfiguration of ["OPTIONAL", "ON"] as const) {
      const UserPoolId = await createPool(server, { MfaConfiguration, SmsConfiguration });
      expect(await getMfa(UserPoolId)).toEqual({
        MfaConfiguration,
        SmsMfaConfiguration: { SmsConfiguration },
      });
    }
  });

  test("by SMS are sent as the last call says, whichever it was", async () => {
    const UserPoolId = await createPool(server);
    const SmsMfaConfiguration = { SmsConfiguration, SmsAuthenticationMessage: "Lakeside says {####}." };
    await setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration });
    expect(await describePool(UserPoolId)).toMatchObject(SmsMfaConfiguration);
    const later = {
      SmsConfiguration: { ...SmsConfiguration, ExternalId: "garden" },
      SmsAuthenticationMessage: "The garden says {####}.",
    };
    await update(UserPoolId, later);
    expect(await getMfa(UserPoolId)).toEqual({ MfaConfiguration: "OPTIONAL", SmsMfaConfiguration: later });
  });

  test("can be demanded", async () => {
    const UserPoolId = await createPool(server);
    await setMfa(UserPoolId, { MfaConfiguration: "ON", ...totp });
    expect(await getMfa(UserPoolId)).toEqual({ MfaConfiguration: "ON", ...totp });
    expect(await describePool(UserPoolId)).toMatchObject({ MfaConfiguration: "ON" });
  });

  test("by e-mail need a tier above LITE", async () => {
    const UserPoolId = await createPool(server, { UserPoolTier: "LITE" });
    await expectFailure(
      setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: {} }),
      "FeatureUnavailableInTierException",
      "EmailMfaConfiguration is not available in the LITE tier.",
    );
    await setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", ...totp });
  });

  test("cannot be demanded where a code alone signs in", async () => {
    const Policies = {
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] },
    };
    const UserPoolId = await createPool(server, { Policies });
    await expectFailure(
      setMfa(UserPoolId, { MfaConfiguration: "ON", ...totp }),
      "InvalidParameterException",
      "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    );
  });
});
