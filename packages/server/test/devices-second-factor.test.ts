/** A device and the second factor: when it stands for it, and when it is one thing more (AC-08). */
import { ForgetDeviceCommand, UpdateDeviceStatusCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answer,
  begin,
  deviceClaim,
  deviceStage,
  onConfirmedDevice,
  proveDevice,
} from "./support/devices.ts";
import { byTotp, enrol, prefer, setMfa } from "./support/mfa.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import type { KnownDevice } from "./support/srp-client.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const notFound = "Device does not exist.";
const keyOf = ({ DeviceKey }: KnownDevice) => ({ DEVICE_KEY: DeviceKey });

describe("AC-08: the second factor", () => {
  const second = async (name: string, DeviceConfiguration: object) => {
    const mfa = await deviceStage(server, DeviceConfiguration);
    await setMfa(server, mfa.UserPoolId, byTotp);
    await createPerson(server, mfa.UserPoolId, name);
    const { device, tokens } = await onConfirmedDevice(mfa, name);
    const secret = await enrol(mfa, tokens.AccessToken);
    await prefer(mfa, name, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    server.advance(30);
    return { mfa, device, tokens, secret };
  };

  test("is spared by a remembered device, once it has proven itself", async () => {
    const { mfa, device } = await second("vera", { ChallengeRequiredOnNewDevice: true });
    expect((await begin(mfa, "vera")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const asked = await begin(mfa, "vera", keyOf(device));
    expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
    expect((await proveDevice(mfa, "vera", device, asked)).AuthenticationResult).toBeDefined();
  });

  test("is not spared by one that is not remembered any more, though it proves itself", async () => {
    const { mfa, device, tokens, secret } = await second("wilma", { ChallengeRequiredOnNewDevice: true });
    const { AccessToken } = tokens;
    const DeviceRememberedStatus = "not_remembered";
    const { DeviceKey } = device;
    await server.admin.send(
      new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }),
    );
    const asked = await begin(mfa, "wilma", keyOf(device));
    expect(asked.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const code = { USERNAME: "wilma", SOFTWARE_TOKEN_MFA_CODE: totp(secret, server.clock.now()) };
    const next = await answer(mfa, "SOFTWARE_TOKEN_MFA", asked.Session, code);
    expect(next.ChallengeName).toBe("DEVICE_SRP_AUTH");
    expect((await proveDevice(mfa, "wilma", device, next)).AuthenticationResult).toBeDefined();
  });

  test("is not spared where the pool asks for it on known devices too", async () => {
    const { mfa, device } = await second("xena", {});
    expect((await begin(mfa, "xena", keyOf(device))).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  test("is not spared by forgetting the device while it proves itself", async () => {
    const { mfa, device, tokens } = await second("yara", { ChallengeRequiredOnNewDevice: true });
    const { Session } = await begin(mfa, "yara", keyOf(device));
    const claim = await deviceClaim(mfa, "yara", device, Session);
    const { AccessToken } = tokens;
    await server.admin.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.DeviceKey }));
    const call = answer(mfa, "DEVICE_PASSWORD_VERIFIER", undefined, claim);
    await expectFailure(call, "ResourceNotFoundException", notFound);
  });
});
