/** Amplify v6 and devices: made known at the first sign-in, remembered on demand, and spared the second factor then. */
import {
  confirmSignIn,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  type SignInInput,
  signIn,
  signOut,
} from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import {
  AdminForgetDeviceCommand,
  AdminSetUserPasswordCommand,
  type DeviceConfigurationType,
  GetTokensFromRefreshTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AmplifyStory,
  type AppSettings,
  amplifyStory,
  done,
  email,
  passwordFlow,
  phone,
  signedIn,
  startAmplifyServer,
} from "./support/amplify.ts";
import { lastCode } from "./support/inbox.ts";
import { bySms } from "./support/mfa.ts";
import { expectFailure } from "./support/people.ts";
import { password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const onDemand: DeviceConfigurationType = {
  ChallengeRequiredOnNewDevice: true,
  DeviceOnlyRememberedOnUserPrompt: true,
};
const always: DeviceConfigurationType = { ...onDemand, DeviceOnlyRememberedOnUserPrompt: false };
const tracking = (DeviceConfiguration: DeviceConfigurationType): AppSettings => ({
  pool: { DeviceConfiguration },
});
/** A second factor for everybody, by text message. */
const guarded = (DeviceConfiguration: DeviceConfigurationType): AppSettings => ({
  pool: { DeviceConfiguration },
  mfa: { MfaConfiguration: "ON", ...bySms },
});

const enter = (more: Partial<SignInInput> = {}) => signIn({ username: "ada", password, ...more });

/** In by password and text message. */
async function enterByText(): Promise<void> {
  expect(await enter()).toMatchObject({ nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_SMS_CODE" } });
  expect(await confirmSignIn({ challengeResponse: await lastCode(server, phone) })).toEqual(done);
}

const deviceKeyOf = ({ kept }: AmplifyStory) => kept()["ada.deviceKey"] ?? "";
const claimedDevice = async () => (await fetchAuthSession()).tokens?.accessToken.payload["device_key"];

describe("a device", () => {
  test("is made known at the first sign-in, and keeps its secret through a sign-out", async () => {
    const story = await signedIn(server, tracking(onDemand));
    expect(Object.keys(story.kept())).toEqual(
      expect.arrayContaining(["ada.deviceKey", "ada.deviceGroupKey", "ada.randomPasswordKey"]),
    );
    expect(await fetchDevices()).toEqual([
      {
        id: deviceKeyOf(story),
        name: expect.any(String),
        attributes: expect.objectContaining({ device_status: "not_remembered" }),
        createDate: expect.any(Date),
        lastModifiedDate: expect.any(Date),
        lastAuthenticatedDate: expect.any(Date),
      },
    ]);
    expect(await claimedDevice()).toBe(deviceKeyOf(story));
    await signOut();
    expect(deviceKeyOf(story)).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
  });

  test("proves itself the next time, and is no second device", async () => {
    const story = await signedIn(server, tracking(onDemand));
    const known = deviceKeyOf(story);
    await signOut();
    expect(await enter()).toEqual(done);
    expect(await claimedDevice()).toBe(known);
    expect((await fetchDevices()).map(({ id }) => id)).toEqual([known]);
    await signOut();
    expect(await enter({ options: passwordFlow })).toEqual(done);
    expect(await claimedDevice()).toBe(known);
  });

  test("is another for whoever comes from another browser", async () => {
    const story = await signedIn(server, tracking(onDemand));
    const first = deviceKeyOf(story);
    story.forget();
    expect(await enter()).toEqual(done);
    const second = deviceKeyOf(story);
    expect(second).not.toBe(first);
    expect((await fetchDevices()).map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  });

  test("is not made known where the pool does not track devices", async () => {
    const story = await signedIn(server);
    expect(deviceKeyOf(story)).toBe("");
    await expectFailure(fetchDevices(), "InvalidUserPoolConfigurationException");
  });

  test("with a false secret does not get in", async () => {
    const story = await signedIn(server, tracking(onDemand));
    await signOut();
    story.keep("ada.randomPasswordKey", "no such secret");
    await expectFailure(enter(), "NotAuthorizedException");
  });

  test("goes along with a refresh, which no other may do in its place", async () => {
    const story = await signedIn(server, tracking(always));
    const { clientId: ClientId } = story;
    const { "ada.refreshToken": RefreshToken } = story.kept();
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
    expect(await claimedDevice()).toBe(deviceKeyOf(story));
    await expectFailure(
      server.admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
      "NotAuthorizedException",
    );
  });
});

describe("the second factor", () => {
  test("is spared on a remembered device, until it is forgotten", async () => {
    await amplifyStory(server, guarded(onDemand));
    await enterByText();
    await signOut();
    // Known is not remembered.
    await enterByText();
    await rememberDevice();
    expect(await fetchDevices()).toMatchObject([{ attributes: { device_status: "remembered" } }]);
    await signOut();
    expect(await enter()).toEqual(done);
    await signOut();
    expect(await enter({ options: passwordFlow })).toEqual(done);

    await forgetDevice();
    await signOut();
    await enterByText();
    expect(await fetchDevices()).toHaveLength(1);
  });

  test("is spared at once where the pool remembers every device", async () => {
    await amplifyStory(server, guarded(always));
    await enterByText();
    await signOut();
    expect(await enter()).toEqual(done);
  });

  test("is owed on every other device", async () => {
    const story = await amplifyStory(server, guarded(always));
    await enterByText();
    story.forget();
    await enterByText();
    expect(await fetchDevices()).toHaveLength(2);
  });

  test("a device is forgotten from another", async () => {
    const story = await amplifyStory(server, guarded(always));
    await enterByText();
    const lost = deviceKeyOf(story);
    story.forget();
    await enterByText();
    await forgetDevice({ device: { id: lost } });
    expect((await fetchDevices()).map(({ id }) => id)).toEqual([deviceKeyOf(story)]);
    await expectFailure(
      forgetDevice({ device: { id: lost } }),
      "ResourceNotFoundException",
      "Device does not exist.",
    );
  });

  test("is owed again, and by itself, after an administrator forgot the device", async () => {
    const story = await amplifyStory(server, guarded(always));
    await enterByText();
    const { userPoolId: UserPoolId } = story;
    const DeviceKey = deviceKeyOf(story);
    await signOut();
    await server.admin.send(new AdminForgetDeviceCommand({ UserPoolId, Username: "ada", DeviceKey }));
    await enterByText();
    expect(deviceKeyOf(story)).not.toBe(DeviceKey);
  });
});

test("a device that was forgotten keeps nobody from signing in by a code", async () => {
  const Policies = {
    SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
  } satisfies NonNullable<AppSettings["pool"]>["Policies"];
  const story = await signedIn(server, { pool: { DeviceConfiguration: always, Policies } });
  const DeviceKey = deviceKeyOf(story);
  await signOut();
  const { userPoolId: UserPoolId } = story;
  await server.admin.send(new AdminForgetDeviceCommand({ UserPoolId, Username: "ada", DeviceKey }));
  await signIn({
    username: "ada",
    options: { authFlowType: "USER_AUTH", preferredChallenge: "EMAIL_OTP" },
  });
  expect(await confirmSignIn({ challengeResponse: await lastCode(server, email) })).toEqual(done);
  expect(await claimedDevice()).toBe(deviceKeyOf(story));
  expect(deviceKeyOf(story)).not.toBe(DeviceKey);
});

test("a device that was forgotten keeps nobody from a second factor that the app sends its key with", async () => {
  const story = await amplifyStory(server, guarded(always));
  await enterByText();
  const DeviceKey = deviceKeyOf(story);
  await signOut();
  const { userPoolId: UserPoolId } = story;
  await server.admin.send(new AdminForgetDeviceCommand({ UserPoolId, Username: "ada", DeviceKey }));
  await enter({ options: { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD" } });
  expect(await confirmSignIn({ challengeResponse: await lastCode(server, phone) })).toEqual(done);
  expect(deviceKeyOf(story)).not.toBe(DeviceKey);
});

test("a device that was forgotten keeps nobody from replacing a temporary password", async () => {
  const { userPoolId: UserPoolId, ...story } = await signedIn(server, tracking(always));
  const DeviceKey = story.kept()["ada.deviceKey"];
  await signOut();
  const ada = { UserPoolId, Username: "ada" };
  await server.admin.send(new AdminForgetDeviceCommand({ ...ada, DeviceKey }));
  const temporary = "Temporary-Horse-8";
  await server.admin.send(new AdminSetUserPasswordCommand({ ...ada, Password: temporary, Permanent: false }));
  expect(await enter({ password: temporary })).toMatchObject({
    nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED" },
  });
  expect(await confirmSignIn({ challengeResponse: password })).toEqual(done);
});
