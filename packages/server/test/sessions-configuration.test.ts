/** What a pool and its apps say about sessions: defaults, full replacement, and who may say it. */
import {
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure, passwordClient, unsigned } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { reuseFor, track } from "./support/sessions.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const nowhere = "us-east-1_nowhere";

async function ofPool(pool = UserPoolId) {
  const command = new GetUserPoolSessionConfigurationCommand({ UserPoolId: pool });
  const { $metadata: _, ...configuration } = await server.admin.send(command);
  return configuration;
}

async function ofClient(pool = UserPoolId, client = ClientId) {
  const command = new GetUserPoolClientSessionConfigurationCommand({ UserPoolId: pool, ClientId: client });
  const { $metadata: _, ...configuration } = await server.admin.send(command);
  return configuration;
}

const setPool = (pool: string, MaxPerUser: number, UserSessionTracking: "ENABLED" | "DISABLED" = "ENABLED") =>
  server.admin.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: pool,
      UserSessionTracking,
      TokenSession: { MaxPerUser },
    }),
  );

describe("a pool", () => {
  test("tracks no sessions until somebody says so", async () => {
    expect(await ofPool()).toEqual({
      UserPoolId,
      UserSessionTracking: "DISABLED",
      TokenSession: { MaxPerUser: 20 },
    });
  });

  test("keeps what is set, and what is set replaces all", async () => {
    const pool = await createPool(server);
    const { $metadata: _, ...answer } = await setPool(pool, 3);
    const expected = { UserPoolId: pool, UserSessionTracking: "ENABLED", TokenSession: { MaxPerUser: 3 } };
    expect(answer).toEqual(expected);
    expect(await ofPool(pool)).toEqual(expected);
    await setPool(pool, 100, "DISABLED");
    expect(await ofPool(pool)).toEqual({
      UserPoolId: pool,
      UserSessionTracking: "DISABLED",
      TokenSession: { MaxPerUser: 100 },
    });
  });

  test("keeps it when its other settings are replaced", async () => {
    const pool = await createPool(server);
    await setPool(pool, 3);
    await server.admin.send(new UpdateUserPoolCommand({ UserPoolId: pool }));
    expect((await ofPool(pool)).TokenSession).toEqual({ MaxPerUser: 3 });
  });

  test("of the Lite tier has no sessions to manage, and its app none either", async () => {
    const lite = await createPool(server, { UserPoolTier: "LITE" });
    const app = await passwordClient(server, lite);
    const message = "Session management is not available in the LITE tier.";
    await expectFailure(setPool(lite, 3), "FeatureUnavailableInTierException", message);
    const ofApp = reuseFor(server, lite, app, 5);
    await expectFailure(ofApp, "FeatureUnavailableInTierException", message);
    expect(await ofPool(lite)).toMatchObject({ UserSessionTracking: "DISABLED" });
  });

  test.each([0, 101])("cannot allow %i sessions", async (most) => {
    await expectFailure(setPool(UserPoolId, most), "InvalidParameterException");
    expect((await ofPool()).TokenSession).toEqual({ MaxPerUser: 20 });
  });
});

describe("an app", () => {
  test("reuses a browser's sign-in for an hour until somebody says otherwise", async () => {
    expect(await ofClient()).toEqual({ UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 60 } });
  });

  test("keeps what is set, where its pool tracks sessions", async () => {
    const pool = await createPool(server);
    const app = await passwordClient(server, pool);
    const untracked = "Session tracking is not enabled for the user pool.";
    await expectFailure(reuseFor(server, pool, app, 5), "InvalidParameterException", untracked);
    await track(server, pool);
    for (const minutes of [0, 129_600]) {
      await reuseFor(server, pool, app, minutes);
      expect((await ofClient(pool, app)).SSOSession).toEqual({ MaxValidityMinutes: minutes });
    }
    for (const minutes of [-1, 129_601]) {
      await expectFailure(reuseFor(server, pool, app, minutes), "InvalidParameterException");
    }
  });

  test("AP-09: of another pool is not there", async () => {
    const pool = await createPool(server);
    await track(server, pool);
    const missing = `User pool client ${ClientId} does not exist.`;
    await expectFailure(ofClient(pool), "ResourceNotFoundException", missing);
    await expectFailure(reuseFor(server, pool, ClientId, 5), "ResourceNotFoundException", missing);
  });
});

describe("who is refused", () => {
  test("whoever names a pool that is not there", async () => {
    const message = `User pool ${nowhere} does not exist.`;
    const calls = [
      ofPool(nowhere),
      setPool(nowhere, 3),
      ofClient(nowhere),
      reuseFor(server, nowhere, ClientId, 5),
    ];
    await Promise.all(calls.map((call) => expectFailure(call, "ResourceNotFoundException", message)));
  });

  test("AP-03: whoever has not signed the call", async () => {
    const TokenSession = { MaxPerUser: 3 };
    const pool = { UserPoolId, UserSessionTracking: "ENABLED", TokenSession };
    const client = { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 5 } };
    const answers = [
      await unsigned(server, "GetUserPoolSessionConfiguration", pool),
      await unsigned(server, "SetUserPoolSessionConfiguration", pool),
      await unsigned(server, "GetUserPoolClientSessionConfiguration", client),
      await unsigned(server, "SetUserPoolClientSessionConfiguration", client),
    ];
    expect(answers).toEqual(Array(4).fill("MissingAuthenticationTokenException"));
  });
});

test("SetUserPoolClientSessionConfiguration answers what it set", async () => {
  const pool = await createPool(server);
  const app = await passwordClient(server, pool);
  await track(server, pool);
  const SSOSession = { MaxValidityMinutes: 43_200 };
  const command = new SetUserPoolClientSessionConfigurationCommand({
    UserPoolId: pool,
    ClientId: app,
    SSOSession,
  });
  const { $metadata: _, ...answer } = await server.admin.send(command);
  expect(answer).toEqual({ UserPoolId: pool, ClientId: app, SSOSession });
});
