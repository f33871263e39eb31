/** Refreshing a sign-in on a device: its key is part of the proof. */
import { GetTokensFromRefreshTokenCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DeviceStage,
  deviceStage,
  onConfirmedDevice,
  onNewDevice,
  refreshAt,
} from "./support/devices.ts";
import { claimsOf } from "./support/hosted.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: DeviceStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await deviceStage(server);
});
afterAll(() => server.close());

const invalid = "Invalid Refresh Token";
const person = async (name: string) => (await createPerson(server, stage.UserPoolId, name)).username;

describe("a refresh by REFRESH_TOKEN_AUTH", () => {
  test("needs the key of the device once it is confirmed", async () => {
    const zoe = await person("zoe");
    const before = await onNewDevice(stage, zoe);
    expect(await told(refreshAt(stage, before.RefreshToken))).toBe("ok");
    const { device, tokens } = await onConfirmedDevice(stage, zoe);
    const other = await onConfirmedDevice(stage, zoe);
    for (const key of [undefined, "x", other.device.DeviceKey]) {
      const call = refreshAt(stage, tokens.RefreshToken, key);
      await expectFailure(call, "NotAuthorizedException", invalid);
    }
    const { AuthenticationResult } = await refreshAt(stage, tokens.RefreshToken, device.DeviceKey);
    expect(claimsOf(AuthenticationResult?.AccessToken)["device_key"]).toBe(device.DeviceKey);
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
  });
});

describe("GetTokensFromRefreshToken", () => {
  const exchange = (ClientId: string, RefreshToken: string, DeviceKey?: string) =>
    server.admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey }));

  test("needs the key too, and a wrong one does not use a rotating token up", async () => {
    const ClientId = await passwordClient(server, stage.UserPoolId, {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    });
    const { device, tokens } = await onConfirmedDevice({ ...stage, ClientId }, await person("abe"));
    for (const key of [undefined, "us-east-1_0"]) {
      const call = exchange(ClientId, tokens.RefreshToken, key);
      await expectFailure(call, "NotAuthorizedException", invalid);
    }
    const { AuthenticationResult } = await exchange(ClientId, tokens.RefreshToken, device.DeviceKey);
    expect(claimsOf(AuthenticationResult?.AccessToken)["device_key"]).toBe(device.DeviceKey);
    expect(AuthenticationResult?.RefreshToken).not.toBe(tokens.RefreshToken);
  });
});
