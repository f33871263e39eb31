/** Devices of other people: what an administrator sees, changes and forgets, and what nobody else may. */
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  type DeviceType,
  GetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributeRecord } from "./support/attributes.ts";
import { type DeviceStage, deviceStage, onConfirmedDevice } from "./support/devices.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: DeviceStage;
/** Tracks no devices. */
let plain: DeviceStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await deviceStage(server);
  plain = await deviceStage(server, null);
  await createPerson(server, plain.UserPoolId, "ada");
});
afterAll(() => server.close());

const notFound = "Device does not exist.";
const untracked = "The user pool does not track devices.";
const nobodys = "us-east-1_00000000-0000-4000-8000-000000000000";
const invalidConfiguration = "InvalidUserPoolConfigurationException";

const person = async (name: string) => (await createPerson(server, stage.UserPoolId, name)).username;
const of = (Username: string, { UserPoolId } = stage) => ({ UserPoolId, Username });
const attributesOf = (device: DeviceType | undefined) => attributeRecord(device?.DeviceAttributes);
const tellUser = (AccessToken: string) => told(server.admin.send(new GetUserCommand({ AccessToken })));

describe("an administrator", () => {
  test("sees, lists, changes and forgets anybody's", async () => {
    const nora = await person("nora");
    const { device, tokens } = await onConfirmedDevice(stage, nora);
    const { DeviceKey } = device;
    const found = async () =>
      (await server.admin.send(new AdminGetDeviceCommand({ ...of(nora), DeviceKey }))).Device;
    expect(attributesOf(await found())).toEqual({
      device_status: "remembered",
      device_name: "laptop",
      last_ip_used: "127.0.0.1",
      "dev:device_remembered_status": "remembered",
    });
    const DeviceRememberedStatus = "not_remembered";
    await server.admin.send(
      new AdminUpdateDeviceStatusCommand({ ...of(nora), DeviceKey, DeviceRememberedStatus }),
    );
    const listed = async () => (await server.admin.send(new AdminListDevicesCommand(of(nora)))).Devices;
    expect(await listed()).toEqual([await found()]);
    expect(attributesOf(await found())["dev:device_remembered_status"]).toBe(DeviceRememberedStatus);
    await server.admin.send(new AdminForgetDeviceCommand({ ...of(nora), DeviceKey }));
    expect(await listed()).toEqual([]);
    expect(await tellUser(tokens.AccessToken)).toBe("Access Token has been revoked");
  });

  test("AP-09: is told what is not there, and reaches no other pool's", async () => {
    const olga = await person("olga");
    const { device } = await onConfirmedDevice(stage, olga);
    const elsewhere = await deviceStage(server);
    await createPerson(server, elsewhere.UserPoolId, olga);
    const { DeviceKey } = device;
    const DeviceRememberedStatus = "remembered";
    const calls = (who: { UserPoolId: string; Username: string }, key = DeviceKey) =>
      [
        new AdminGetDeviceCommand({ ...who, DeviceKey: key }),
        new AdminUpdateDeviceStatusCommand({ ...who, DeviceKey: key, DeviceRememberedStatus }),
        new AdminForgetDeviceCommand({ ...who, DeviceKey: key }),
      ].map((command) => told(server.admin.send(command as AdminForgetDeviceCommand)));
    const all = (message: string) => [message, message, message];
    expect(await Promise.all(calls(of(olga, elsewhere)))).toEqual(all(notFound));
    expect(await Promise.all(calls(of(olga), nobodys))).toEqual(all(notFound));
    expect(await Promise.all(calls(of("nobody")))).toEqual(all("User does not exist."));
    const missing = { ...of(olga), UserPoolId: "us-east-1_nowhere" };
    expect(await Promise.all(calls(missing))).toEqual(all("User pool us-east-1_nowhere does not exist."));
    expect(await Promise.all(calls(of("ada", plain)))).toEqual(all(untracked));
  });

  test("is told of nobody in the words that each operation declares", async () => {
    const DeviceKey = nobodys;
    const who = of("nobody");
    const { admin } = server;
    const exception = "ResourceNotFoundException";
    await expectFailure(admin.send(new AdminGetDeviceCommand({ ...who, DeviceKey })), exception);
    await expectFailure(admin.send(new AdminListDevicesCommand(who)), exception, "User does not exist.");
    await expectFailure(
      admin.send(new AdminForgetDeviceCommand({ ...who, DeviceKey })),
      "UserNotFoundException",
    );
    const untold = admin.send(new AdminListDevicesCommand(of("ada", plain)));
    await expectFailure(untold, invalidConfiguration, untracked);
  });
});

test("AP-03: whoever calls an administrator's operation without a signature", async () => {
  const operations = ["AdminGetDevice", "AdminListDevices", "AdminUpdateDeviceStatus", "AdminForgetDevice"];
  for (const operation of operations) {
    const answer = await unsigned(server, operation, { ...of("ada"), DeviceKey: nobodys });
    expect({ operation, answer }).toEqual({ operation, answer: "MissingAuthenticationTokenException" });
  }
});
