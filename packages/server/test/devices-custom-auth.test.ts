/** Devices and CUSTOM_AUTH: an unknown key is refused while the client can still leave it out. */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  answer,
  type DeviceStage,
  onConfirmedDevice,
  type Parameters,
  proveDevice,
} from "./support/devices.ts";
import { initiate } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers, riddle } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;
let stage: DeviceStage;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  const { poolId } = await poolWithTriggers(
    server,
    host,
    {
      ...riddle,
      DefineAuthChallenge: ({ request, response }) => {
        const last = request.session.at(-1);
        const hasSrp = request.session[0]?.challengeName === "SRP_A";
        if (last?.challengeName === "CUSTOM_CHALLENGE") response.issueTokens = last.challengeResult;
        else if (hasSrp && request.session.length === 1) response.challengeName = "PASSWORD_VERIFIER";
        else response.challengeName = "CUSTOM_CHALLENGE";
        response.failAuthentication = false;
      },
    },
    { DeviceConfiguration: {} },
  );
  const ClientId = await passwordClient(server, poolId, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"],
    PreventUserExistenceErrors: "ENABLED",
  });
  stage = { server, UserPoolId: poolId, ClientId };
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const notFound = "Device does not exist.";
const unknown = { DEVICE_KEY: "us-east-1_00000000-0000-4000-8000-000000000000" };
const start = (USERNAME: string, more: Parameters = {}) =>
  initiate(server, stage.ClientId, { USERNAME, ...more }, "CUSTOM_AUTH");
const tell = (USERNAME: string, Session: string | undefined) =>
  answer(stage, "CUSTOM_CHALLENGE", Session, { USERNAME, ANSWER: "7" });

test("a known device is asked for its proof when the triggers are content", async () => {
  await createPerson(server, stage.UserPoolId, "ada");
  const { device } = await onConfirmedDevice(stage, "ada");
  const { Session } = await start("ada", { DEVICE_KEY: device.DeviceKey });
  const asked = await tell("ada", Session);
  expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
  expect((await proveDevice(stage, "ada", device, asked)).AuthenticationResult).toBeDefined();
});

test("an unknown one is told so at the first call, whether or not anybody has the name (HP-06)", async () => {
  await createPerson(server, stage.UserPoolId, "bea");
  for (const name of ["bea", "nobody"]) {
    await expectFailure(start(name, unknown), "ResourceNotFoundException", notFound);
    expect((await start(name)).ChallengeName).toBe("CUSTOM_CHALLENGE");
  }
});

test("an unknown one that comes with the SRP proof leaves the proof good without it", async () => {
  await createPerson(server, stage.UserPoolId, "cleo");
  const srp = createSrpClient();
  const begun = { CHALLENGE_NAME: "SRP_A", SRP_A: srp.start() };
  const { ChallengeParameters } = await start("cleo", begun);
  const claim = srp.answer(ChallengeParameters, password, stage.UserPoolId, server.clock.now());
  const prove = (more: Parameters = {}) =>
    answer(stage, "PASSWORD_VERIFIER", undefined, { USERNAME: "cleo", ...claim, ...more });
  await expectFailure(prove(unknown), "ResourceNotFoundException", notFound);
  const { ChallengeName, Session } = await prove();
  expect(ChallengeName).toBe("CUSTOM_CHALLENGE");
  expect((await tell("cleo", Session)).AuthenticationResult?.NewDeviceMetadata).toBeDefined();
});
