/** pycognito, Amazon's own examples and amazon-cognito-identity-js do not send the session that DEVICE_SRP_AUTH came with. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answer,
  begin,
  type DeviceStage,
  deviceClaim,
  deviceStage,
  onConfirmedDevice,
} from "./support/devices.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import type { KnownDevice } from "./support/srp-client.ts";

let server: TestServer;
let stage: DeviceStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await deviceStage(server);
});
afterAll(() => server.close());

const person = async (name: string) => (await createPerson(server, stage.UserPoolId, name)).username;
const keyOf = ({ DeviceKey }: KnownDevice) => ({ DEVICE_KEY: DeviceKey });
/** Up to the device, which is then asked for. */
const upToDevice = (name: string, device: KnownDevice) => begin(stage, name, keyOf(device));
const verify = (claim: Readonly<Record<string, string>>) =>
  answer(stage, "DEVICE_PASSWORD_VERIFIER", undefined, claim);

describe("clients that send no session with DEVICE_SRP_AUTH, or an old one", () => {
  test.each([
    ["none", undefined],
    ["another's", "A".repeat(40)],
  ])("go on with the sign-in that waits for the device (%s)", async (_, Session) => {
    const name = await person(`sam-${Session?.length ?? 0}`);
    const { device } = await onConfirmedDevice(stage, name);
    await upToDevice(name, device);
    const claim = await deviceClaim(stage, name, device, Session);
    expect((await verify(claim)).AuthenticationResult).toBeDefined();
  });

  test("begin nothing without the password, and nothing twice", async () => {
    const tess = await person("tess");
    const { device } = await onConfirmedDevice(stage, tess);
    const start = () => deviceClaim(stage, tess, device, undefined);
    const missing = "Missing required parameter Session";
    await expectFailure(start(), "InvalidParameterException", missing);
    await upToDevice(tess, device);
    await start();
    const usedOnce = "Invalid session for the user, session can only be used once.";
    await expectFailure(start(), "NotAuthorizedException", usedOnce);
    await upToDevice(tess, device);
    server.advance(180);
    const expired = "Invalid session for the user, session is expired.";
    await expectFailure(start(), "NotAuthorizedException", expired);
  });

  test("begin nothing for somebody else's device", async () => {
    const uma = await person("uma");
    const { device } = await onConfirmedDevice(stage, uma);
    await upToDevice(uma, device);
    const stranger = deviceClaim(stage, await person("ugo"), device, undefined);
    await expectFailure(stranger, "InvalidParameterException", "Missing required parameter Session");
  });
});
