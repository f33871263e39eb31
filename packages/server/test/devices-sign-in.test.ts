/** Signing in with a confirmed device: its proof (cognito.md §5.1), what it spares, and what it does not open. */
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  adminBegin,
  answer,
  begin,
  type DeviceStage,
  deviceClaim,
  deviceStage,
  onConfirmedDevice,
  proveDevice,
} from "./support/devices.ts";
import { claimsOf } from "./support/hosted.ts";
import { lockOut } from "./support/mishaps.ts";
import { initiate, invite, told } from "./support/password-flow.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { createSrpClient, type KnownDevice } from "./support/srp-client.ts";

let server: TestServer;
/** A remembered device stands for the second factor. */
let stage: DeviceStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await deviceStage(server);
});
afterAll(() => server.close());

const incorrect = "Incorrect username or password.";
const invalid = "Invalid session for the user.";
const exceeded = "Password attempts exceeded";
const notFound = "Device does not exist.";

const person = async (name: string) => (await createPerson(server, stage.UserPoolId, name)).username;
const keyOf = ({ DeviceKey }: KnownDevice) => ({ DEVICE_KEY: DeviceKey });
/** Up to the device, which is then asked for. */
const upToDevice = (name: string, device: KnownDevice) => begin(stage, name, keyOf(device));
const claimOf = async (name: string, device: KnownDevice) =>
  deviceClaim(stage, name, device, (await upToDevice(name, device)).Session);
const verify = (claim: Readonly<Record<string, string>>) =>
  answer(stage, "DEVICE_PASSWORD_VERIFIER", undefined, claim);

describe("a known device", () => {
  test("is asked to prove itself, and its tokens are of it", async () => {
    const { device } = await onConfirmedDevice(stage, await person("ada"));
    const asked = await upToDevice("ada", device);
    expect(asked).toMatchObject({ ChallengeName: "DEVICE_SRP_AUTH", ChallengeParameters: {} });
    expect(asked.AuthenticationResult).toBeUndefined();
    const { AuthenticationResult } = await proveDevice(stage, "ada", device, asked);
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    expect(claimsOf(AuthenticationResult?.AccessToken)["device_key"]).toBe(device.DeviceKey);
    expect(AuthenticationResult?.RefreshToken).toBeDefined();
  });

  test("gets the numbers it needs, and the names that clients read", async () => {
    const { device } = await onConfirmedDevice(stage, await person("abe"));
    const { Session } = await upToDevice("abe", device);
    const SRP_A = createSrpClient().start();
    const asked = await answer(stage, "DEVICE_SRP_AUTH", Session, {
      USERNAME: "abe",
      SRP_A,
      ...keyOf(device),
    });
    expect(asked.ChallengeName).toBe("DEVICE_PASSWORD_VERIFIER");
    expect(asked.ChallengeParameters).toEqual({
      SALT: expect.stringMatching(/^[0-9a-f]+$/),
      SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/),
      SECRET_BLOCK: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      USERNAME: "abe",
      DEVICE_KEY: device.DeviceKey,
    });
  });

  test("shows when it was last used, and from where", async () => {
    const { device } = await onConfirmedDevice(stage, await person("bea"));
    server.advance(60);
    const { AuthenticationResult } = await proveDevice(stage, "bea", device, await upToDevice("bea", device));
    const { AccessToken } = AuthenticationResult ?? {};
    const { Device } = await server.admin.send(
      new GetDeviceCommand({ AccessToken, DeviceKey: device.DeviceKey }),
    );
    expect(Device?.DeviceLastAuthenticatedDate?.getTime()).toBe(server.clock.now());
    expect(Device?.DeviceCreateDate?.getTime()).toBe(server.clock.now() - 60_000);
  });

  test("signs in by SRP, its key sent with the proof of the password", async () => {
    const { device } = await onConfirmedDevice(stage, await person("cleo"));
    const srp = createSrpClient();
    const { ClientId } = stage;
    const first = await initiate(server, ClientId, { USERNAME: "cleo", SRP_A: srp.start() }, "USER_SRP_AUTH");
    const { ChallengeParameters } = first;
    const claim = srp.answer(ChallengeParameters, password, stage.UserPoolId, server.clock.now());
    const asked = await answer(stage, "PASSWORD_VERIFIER", undefined, {
      USERNAME: "cleo",
      ...claim,
      ...keyOf(device),
    });
    expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
    const { AuthenticationResult } = await proveDevice(stage, "cleo", device, asked);
    expect(AuthenticationResult?.IdToken).toBeDefined();
  });

  test("signs in at the administrator's door", async () => {
    const { device } = await onConfirmedDevice(stage, await person("dan"));
    const asked = await adminBegin(stage, "dan", keyOf(device));
    expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
    expect((await proveDevice(stage, "dan", device, asked)).AuthenticationResult).toBeDefined();
  });

  test("signs in fifty times at once", async () => {
    const { device } = await onConfirmedDevice(stage, await person("ed"));
    const one = async () => proveDevice(stage, "ed", device, await upToDevice("ed", device));
    const answers = await Promise.all(Array.from({ length: 50 }, () => told(one())));
    expect(new Set(answers)).toEqual(new Set(["ok"]));
  });
});

describe("an unknown device", () => {
  test("is told so in the words that make clients begin again, and only after the password", async () => {
    await person("fay");
    const { device } = await onConfirmedDevice(stage, await person("finn"));
    for (const DEVICE_KEY of [device.DeviceKey, "us-east-1_00000000-0000-4000-8000-000000000000", "x"]) {
      await expectFailure(begin(stage, "fay", { DEVICE_KEY }), "ResourceNotFoundException", notFound);
      const stranger = begin(stage, "fay", { DEVICE_KEY, PASSWORD: "Wrong-Horse-7" });
      await expectFailure(stranger, "NotAuthorizedException", incorrect);
    }
    expect((await begin(stage, "fay", { DEVICE_KEY: "" })).AuthenticationResult).toBeDefined();
  });

  test("is told so before a new password is asked for", async () => {
    await invite(server, stage.UserPoolId, "gail");
    const DEVICE_KEY = "us-east-1_00000000-0000-4000-8000-000000000000";
    await expectFailure(begin(stage, "gail", { DEVICE_KEY }), "ResourceNotFoundException", notFound);
    expect((await begin(stage, "gail")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  });

  test("leaves the proof of the password good for the same answer without it", async () => {
    await person("gus");
    const srp = createSrpClient();
    const { ClientId, UserPoolId } = stage;
    const first = await initiate(server, ClientId, { USERNAME: "gus", SRP_A: srp.start() }, "USER_SRP_AUTH");
    const claim = srp.answer(first.ChallengeParameters, password, UserPoolId, server.clock.now());
    const prove = (more: Readonly<Record<string, string>> = {}) =>
      answer(stage, "PASSWORD_VERIFIER", undefined, { USERNAME: "gus", ...claim, ...more });
    await expectFailure(prove({ DEVICE_KEY: "us-east-1_0" }), "ResourceNotFoundException", notFound);
    expect((await prove()).AuthenticationResult).toBeDefined();
  });
});

describe("AP-11: the proof of a device", () => {
  test("is used once, of fifty at once one", async () => {
    const { device } = await onConfirmedDevice(stage, await person("hana"));
    const claim = await claimOf("hana", device);
    const answers = await Promise.all(Array.from({ length: 50 }, () => told(verify(claim))));
    const usedOnce = "Invalid session for the user, session can only be used once.";
    expect(answers.toSorted()).toEqual([...Array<string>(49).fill(usedOnce), "ok"]);
  });

  test("begins once: a second DEVICE_SRP_AUTH of the same session is refused", async () => {
    const { device } = await onConfirmedDevice(stage, await person("ida"));
    const { Session } = await upToDevice("ida", device);
    const start = () => deviceClaim(stage, "ida", device, Session);
    const [first] = [await start()];
    await expectFailure(
      start(),
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    );
    expect((await verify(first)).AuthenticationResult).toBeDefined();
  });

  test("is of one device, one person, one client, and three minutes", async () => {
    const jane = await person("jane");
    const { device } = await onConfirmedDevice(stage, jane);
    const other = await onConfirmedDevice(stage, jane);
    const { Session } = await upToDevice(jane, device);
    await expectFailure(deviceClaim(stage, jane, other.device, Session), "NotAuthorizedException", invalid);
    const claim = await claimOf(jane, device);
    const swapped = { ...claim, DEVICE_KEY: other.device.DeviceKey };
    await expectFailure(verify(swapped), "NotAuthorizedException", invalid);
    await expectFailure(
      verify({ ...claim, USERNAME: await person("june") }),
      "NotAuthorizedException",
      invalid,
    );
    const elsewhere = await deviceStage(server);
    const foreign = answer(elsewhere, "DEVICE_PASSWORD_VERIFIER", undefined, claim);
    await expectFailure(foreign, "NotAuthorizedException", invalid);
    server.advance(180);
    const expired = "Invalid session for the user, session is expired.";
    await expectFailure(verify(claim), "NotAuthorizedException", expired);
  });

  test("does not go on after the device was forgotten", async () => {
    const kate = await person("kate");
    const { device, tokens } = await onConfirmedDevice(stage, kate);
    const claim = await claimOf(kate, device);
    const { AccessToken } = tokens;
    await server.admin.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.DeviceKey }));
    await expectFailure(verify(claim), "ResourceNotFoundException", notFound);
  });

  test("does not go on after the person was disabled", async () => {
    const who = { UserPoolId: stage.UserPoolId, Username: await person("liv") };
    const { device } = await onConfirmedDevice(stage, "liv");
    const claim = await claimOf("liv", device);
    await server.admin.send(new AdminDisableUserCommand(who));
    await expectFailure(verify(claim), "NotAuthorizedException", "User is disabled.");
    await server.admin.send(new AdminEnableUserCommand(who));
  });

  test("needs every part", async () => {
    const { device } = await onConfirmedDevice(stage, await person("mia"));
    const { Session } = await upToDevice("mia", device);
    const parts = { USERNAME: "mia", SRP_A: createSrpClient().start(), ...keyOf(device) };
    for (const name of ["SRP_A", "DEVICE_KEY"]) {
      const call = answer(stage, "DEVICE_SRP_AUTH", Session, { ...parts, [name]: "" });
      await expectFailure(call, "InvalidParameterException", `Missing required parameter ${name}`);
    }
    const nothing = answer(stage, "DEVICE_SRP_AUTH", Session, { ...parts, SRP_A: "0" });
    await expectFailure(nothing, "InvalidParameterException", "SRP_A is not a number of the group.");
    const claim = await deviceClaim(stage, "mia", device, Session);
    for (const name of [
      "PASSWORD_CLAIM_SIGNATURE",
      "PASSWORD_CLAIM_SECRET_BLOCK",
      "TIMESTAMP",
      "DEVICE_KEY",
    ]) {
      const message = `Missing required parameter ${name}`;
      await expectFailure(verify({ ...claim, [name]: "" }), "InvalidParameterException", message);
    }
    expect((await verify(claim)).AuthenticationResult).toBeDefined();
  });
});

describe("a wrong proof", () => {
  const wrong = (device: KnownDevice): KnownDevice => ({ ...device, password: "another" });

  test("is refused, and the right one works after it", async () => {
    const { device } = await onConfirmedDevice(stage, await person("nora"));
    await expectFailure(verify(await claimOf("nora", wrong(device))), "NotAuthorizedException", incorrect);
    const otherGroup = { ...device, DeviceGroupKey: "-12345678" };
    await expectFailure(verify(await claimOf("nora", otherGroup)), "NotAuthorizedException", incorrect);
    expect(await told(verify(await claimOf("nora", device)))).toBe("ok");
  });

  test("AC-03: counts as a wrong password does: of a hundred at once five are looked at", async () => {
    const { device } = await onConfirmedDevice(stage, await person("olga"));
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimOf("olga", wrong(device))));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => told(verify(claims[index % 10] ?? {}))),
    );
    expect(answers.filter((each) => each === incorrect)).toHaveLength(5);
    expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
    expect(await told(begin(stage, "olga"))).toBe(exceeded);
  });

  test("AC-03: is not forgotten by giving the password again", async () => {
    const { device } = await onConfirmedDevice(stage, await person("pia"));
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) {
      answers.push(await told(claimOf("pia", wrong(device)).then(verify)));
    }
    expect(answers).toEqual([...Array<string>(5).fill(incorrect), exceeded]);
  });
});

test("TK-19: an account that was locked on the way gets no tokens by its device", async () => {
  const rosa = await createPerson(server, stage.UserPoolId, "rosa");
  const { device } = await onConfirmedDevice(stage, "rosa");
  const claim = await claimOf("rosa", device);
  await lockOut(server, { clientId: stage.ClientId, clientSecret: "" }, rosa);
  await expectFailure(verify(claim), "NotAuthorizedException", exceeded);
  server.advance(1);
  expect((await verify(claim)).AuthenticationResult).toBeDefined();
});
