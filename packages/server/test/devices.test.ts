/** Devices: confirmed by the sign-in that named them, shown, remembered and forgotten, by their owner or an administrator. */
import {
  AdminListDevicesCommand,
  ConfirmDeviceCommand,
  type DeviceSecretVerifierConfigType,
  type DeviceType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetUserCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import vectors from "../src/crypto/srp-vectors.json" with { type: "json" };
import { attributeRecord } from "./support/attributes.ts";
import {
  begin,
  type DeviceStage,
  deviceStage,
  onConfirmedDevice,
  onNewDevice,
  refreshAt,
  tokensOf,
} from "./support/devices.ts";
import { claimsOf } from "./support/hosted.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { newDevice } from "./support/srp-client.ts";

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

const confirm = (
  AccessToken: string,
  DeviceKey: string,
  DeviceSecretVerifierConfig?: DeviceSecretVerifierConfigType,
) => server.admin.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }));
const get = (AccessToken: string, DeviceKey: string) =>
  server.admin.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
const list = (AccessToken: string, page: { Limit?: number; PaginationToken?: string | undefined } = {}) =>
  server.admin.send(new ListDevicesCommand({ AccessToken, ...page }));
const forget = (AccessToken: string, DeviceKey: string) =>
  server.admin.send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));
type Status = "remembered" | "not_remembered";
const remember = (AccessToken: string, DeviceKey: string, DeviceRememberedStatus?: Status) =>
  server.admin.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }));

const person = async (name: string) => (await createPerson(server, stage.UserPoolId, name)).username;
const of = (Username: string, { UserPoolId } = stage) => ({ UserPoolId, Username });
const attributesOf = (device: DeviceType | undefined) => attributeRecord(device?.DeviceAttributes);
const tellUser = (AccessToken: string) => told(server.admin.send(new GetUserCommand({ AccessToken })));

describe("a sign-in in a pool that tracks devices", () => {
  test("names a new device each time, and its access token says which", async () => {
    const ada = await person("ada");
    const { names, AccessToken } = await onNewDevice(stage, ada);
    expect(names.DeviceKey).toMatch(/^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(names.DeviceGroupKey).toMatch(/^-[A-Za-z0-9]{8}$/);
    expect(claimsOf(AccessToken)["device_key"]).toBe(names.DeviceKey);
    expect((await onNewDevice(stage, ada)).names.DeviceKey).not.toBe(names.DeviceKey);
  });

  test("stores nothing until the device is confirmed", async () => {
    const { names, AccessToken } = await onNewDevice(stage, await person("abe"));
    await expectFailure(get(AccessToken, names.DeviceKey), "ResourceNotFoundException", notFound);
    expect((await list(AccessToken)).Devices).toEqual([]);
  });

  test("names none where the pool tracks none, whatever key is sent", async () => {
    for (const more of [{}, { DEVICE_KEY: nobodys }]) {
      const { AuthenticationResult } = await begin(plain, "ada", more);
      expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
      expect(claimsOf(AuthenticationResult?.AccessToken)["device_key"]).toBeUndefined();
    }
  });
});

describe("ConfirmDevice", () => {
  test("remembers the device at once where the pool does not leave it to the person", async () => {
    const { names, AccessToken } = await onNewDevice(stage, await person("bea"));
    const { DeviceSecretVerifierConfig } = newDevice(names);
    const { $metadata: _, ...answer } = await confirm(
      AccessToken,
      names.DeviceKey,
      DeviceSecretVerifierConfig,
    );
    expect(answer).toEqual({ UserConfirmationNecessary: false });
    const { Device } = await get(AccessToken, names.DeviceKey);
    expect(attributesOf(Device)).toEqual({ device_status: "remembered", last_ip_used: "127.0.0.1" });
  });

  test("waits for the person where the pool asks them", async () => {
    const asking = await deviceStage(server, { DeviceOnlyRememberedOnUserPrompt: true });
    await createPerson(server, asking.UserPoolId, "bea");
    const { names, AccessToken } = await onNewDevice(asking, "bea");
    const { DeviceSecretVerifierConfig } = newDevice(names);
    const answer = await confirm(AccessToken, names.DeviceKey, DeviceSecretVerifierConfig);
    expect(answer.UserConfirmationNecessary).toBe(true);
    const status = async () => attributesOf((await get(AccessToken, names.DeviceKey)).Device);
    expect(await status()).toMatchObject({ device_status: "not_remembered" });
    await remember(AccessToken, names.DeviceKey, "remembered");
    expect(await status()).toMatchObject({ device_status: "remembered" });
  });

  test("takes the device of the caller's own sign-in alone", async () => {
    const cleo = await person("cleo");
    const { AccessToken } = await onNewDevice(stage, cleo);
    const other = await onNewDevice(stage, cleo);
    const stranger = await onNewDevice(stage, await person("cass"));
    const invalid = "Invalid device key given.";
    for (const names of [other.names, stranger.names, { ...other.names, DeviceKey: nobodys }]) {
      const { DeviceSecretVerifierConfig } = newDevice(names);
      const call = confirm(AccessToken, names.DeviceKey, DeviceSecretVerifierConfig);
      await expectFailure(call, "InvalidParameterException", invalid);
    }
    expect((await list(other.AccessToken)).Devices).toEqual([]);
  });

  test("takes it once, of fifty at once one", async () => {
    const { names, AccessToken } = await onNewDevice(stage, await person("dora"));
    const configs = Array.from({ length: 50 }, () => newDevice(names).DeviceSecretVerifierConfig);
    const answers = await Promise.all(
      configs.map((config) => told(confirm(AccessToken, names.DeviceKey, config))),
    );
    const taken = "The device is confirmed already.";
    expect(answers.toSorted()).toEqual([...Array<string>(49).fill(taken), "ok"]);
    const again = confirm(AccessToken, names.DeviceKey, configs[0]);
    await expectFailure(again, "DeviceKeyExistsException", taken);
    expect((await list(AccessToken)).Devices).toHaveLength(1);
  });

  test("refuses what is no verifier, and one that would make every proof right", async () => {
    const { names, AccessToken } = await onNewDevice(stage, await person("emma"));
    const good = newDevice(names).DeviceSecretVerifierConfig;
    const prime = Buffer.from(vectors.N_hex, "hex").toString("base64");
    const wrong: [string, DeviceSecretVerifierConfigType | undefined][] = [
      ["PasswordVerifier", undefined],
      ["PasswordVerifier", {}],
      ["PasswordVerifier", { ...good, PasswordVerifier: "" }],
      ["PasswordVerifier", { ...good, PasswordVerifier: "AAAA" }],
      ["PasswordVerifier", { ...good, PasswordVerifier: "not base64" }],
      ["PasswordVerifier", { ...good, PasswordVerifier: prime }],
      ["PasswordVerifier", { ...good, PasswordVerifier: Buffer.alloc(400, 1).toString("base64") }],
      ["Salt", { PasswordVerifier: good.PasswordVerifier }],
      ["Salt", { ...good, Salt: "" }],
      ["Salt", { ...good, Salt: "A" }],
      ["Salt", { ...good, Salt: Buffer.alloc(65, 1).toString("base64") }],
    ];
    for (const [member, config] of wrong) {
      const message = `${member} is not a number of SRP in base64.`;
      await expectFailure(
        confirm(AccessToken, names.DeviceKey, config),
        "InvalidParameterException",
        message,
      );
    }
    await confirm(AccessToken, names.DeviceKey, good);
  });
});

describe("the owner of a device", () => {
  test("sees its name, its dates and the address it was last used from", async () => {
    const startedAt = server.clock.now() / 1000;
    const { device, tokens } = await onConfirmedDevice(stage, await person("fay"), "Fay's laptop");
    const { Device } = await get(tokens.AccessToken, device.DeviceKey);
    expect(Device?.DeviceKey).toBe(device.DeviceKey);
    expect(attributesOf(Device)).toEqual({
      device_status: "remembered",
      device_name: "Fay's laptop",
      last_ip_used: "127.0.0.1",
    });
    for (const date of [
      Device?.DeviceCreateDate,
      Device?.DeviceLastModifiedDate,
      Device?.DeviceLastAuthenticatedDate,
    ]) {
      expect(date?.getTime()).toBe(Math.round(startedAt * 1000));
    }
  });

  test("lists them in pages", async () => {
    const gina = await person("gina");
    const keys: string[] = [];
    for (let i = 0; i < 3; i++) keys.push((await onConfirmedDevice(stage, gina)).device.DeviceKey);
    const { AccessToken } = await onNewDevice(stage, gina);
    const first = await list(AccessToken, { Limit: 2 });
    const { PaginationToken } = first;
    const second = await list(AccessToken, { Limit: 2, PaginationToken });
    const listed = [...(first.Devices ?? []), ...(second.Devices ?? [])].map(({ DeviceKey }) => DeviceKey);
    expect(listed).toEqual(keys.toSorted());
    expect(second.PaginationToken).toBeUndefined();
    expect((await list(AccessToken, { Limit: 0 })).Devices).toHaveLength(3);
  });

  test("AP-12: takes no page token of somebody else's list", async () => {
    const [hana, hope] = [await person("hana"), await person("hope")];
    for (let i = 0; i < 2; i++) await onConfirmedDevice(stage, hana);
    const { tokens } = await onConfirmedDevice(stage, hope);
    const { PaginationToken } = await server.admin.send(
      new AdminListDevicesCommand({ ...of(hana), Limit: 1 }),
    );
    for (const token of [PaginationToken, "made-up"]) {
      const call = list(tokens.AccessToken, { PaginationToken: token });
      await expectFailure(call, "InvalidParameterException", "Invalid pagination token given.");
    }
  });

  test("AP-06: neither sees, changes nor forgets anybody else's", async () => {
    const mine = await onConfirmedDevice(stage, await person("iris"));
    const { AccessToken } = await onNewDevice(stage, await person("ivan"));
    const key = mine.device.DeviceKey;
    const calls = [get(AccessToken, key), forget(AccessToken, key), remember(AccessToken, key, "remembered")];
    await Promise.all(calls.map((call) => expectFailure(call, "ResourceNotFoundException", notFound)));
    expect((await get(mine.tokens.AccessToken, key)).Device?.DeviceKey).toBe(key);
  });

  test("changes whether it is remembered, and must say how", async () => {
    const { device, tokens } = await onConfirmedDevice(stage, await person("jane"));
    server.advance(5);
    await remember(tokens.AccessToken, device.DeviceKey, "not_remembered");
    const { Device } = await get(tokens.AccessToken, device.DeviceKey);
    expect(attributesOf(Device)["device_status"]).toBe("not_remembered");
    expect(Device?.DeviceLastModifiedDate?.getTime()).toBe(server.clock.now());
    const missing = "Missing required parameter DeviceRememberedStatus";
    await expectFailure(remember(tokens.AccessToken, device.DeviceKey), "InvalidParameterException", missing);
  });
});

describe("ForgetDevice", () => {
  test("ends every sign-in on that device at once, and none on another (RT-08)", async () => {
    const kate = await person("kate");
    const lost = await onConfirmedDevice(stage, kate);
    const kept = await onConfirmedDevice(stage, kate);
    await forget(kept.tokens.AccessToken, lost.device.DeviceKey);
    expect(await tellUser(lost.tokens.AccessToken)).toBe("Access Token has been revoked");
    const refused = refreshAt(stage, lost.tokens.RefreshToken, lost.device.DeviceKey);
    await expectFailure(refused, "NotAuthorizedException", "Refresh Token has been revoked");
    expect(await tellUser(kept.tokens.AccessToken)).toBe("ok");
    expect(await told(refreshAt(stage, kept.tokens.RefreshToken, kept.device.DeviceKey))).toBe("ok");
  });

  test("of one's own device is a sign-out, and a second time there is nothing to forget", async () => {
    const lena = await person("lena");
    const { device, tokens } = await onConfirmedDevice(stage, lena);
    await forget(tokens.AccessToken, device.DeviceKey);
    expect(await tellUser(tokens.AccessToken)).toBe("Access Token has been revoked");
    const again = await onNewDevice(stage, lena);
    await expectFailure(forget(again.AccessToken, device.DeviceKey), "ResourceNotFoundException", notFound);
  });

  test("makes its key unknown to the next sign-in, which goes on without it", async () => {
    const mona = await person("mona");
    const { device, tokens } = await onConfirmedDevice(stage, mona);
    await forget(tokens.AccessToken, device.DeviceKey);
    const call = begin(stage, mona, { DEVICE_KEY: device.DeviceKey });
    await expectFailure(call, "ResourceNotFoundException", notFound);
    const { AuthenticationResult } = await begin(stage, mona);
    expect(AuthenticationResult?.NewDeviceMetadata?.DeviceKey).not.toBe(device.DeviceKey);
  });
});

describe("where the pool tracks no devices", () => {
  test("there are none to confirm, to see or to forget", async () => {
    const { AccessToken } = tokensOf((await begin(plain, "ada")).AuthenticationResult);
    const calls = [
      confirm(
        AccessToken,
        nobodys,
        newDevice({ DeviceKey: nobodys, DeviceGroupKey: "-x" }).DeviceSecretVerifierConfig,
      ),
      get(AccessToken, nobodys),
      list(AccessToken),
      forget(AccessToken, nobodys),
      remember(AccessToken, nobodys, "remembered"),
    ];
    await Promise.all(calls.map((call) => expectFailure(call, invalidConfiguration, untracked)));
  });
});

describe("who is refused", () => {
  test("AP-05: whoever has no access token that is good", async () => {
    const { AuthenticationResult } = await begin(stage, await person("pia"));
    const { IdToken = "", AccessToken = "" } = AuthenticationResult ?? {};
    for (const token of [IdToken, `${AccessToken.slice(0, -4)}AAAA`, "x"]) {
      const calls = [
        confirm(token, nobodys),
        get(token, nobodys),
        list(token),
        forget(token, nobodys),
        remember(token, nobodys, "remembered"),
      ];
      await Promise.all(
        calls.map((call) => expectFailure(call, "NotAuthorizedException", "Invalid Access Token")),
      );
    }
    for (const operation of ["GetDevice", "ForgetDevice"]) {
      expect(await unsigned(server, operation, { DeviceKey: nobodys })).toBe("NotAuthorizedException");
    }
  });
});
