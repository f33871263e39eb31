/** SetRiskConfiguration and DescribeRiskConfiguration: stored for a pool or an app, and nothing is enforced by it. */
import {
  type CreateUserPoolCommandInput,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audited } from "./support/auth-events.ts";
import { expectFailure, passwordClient, signIn, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const addOn = "UserPoolAddOnNotEnabledException";
const strict = {
  CompromisedCredentialsRiskConfiguration: { EventFilter: ["SIGN_IN"], Actions: { EventAction: "BLOCK" } },
  AccountTakeoverRiskConfiguration: {
    Actions: {
      LowAction: { Notify: false, EventAction: "NO_ACTION" },
      HighAction: { Notify: false, EventAction: "MFA_REQUIRED" },
    },
  },
  RiskExceptionConfiguration: { BlockedIPRangeList: ["127.0.0.0/8"] },
} satisfies Partial<SetRiskConfigurationCommandInput>;
const lenient = {
  CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "NO_ACTION" } },
} satisfies Partial<SetRiskConfigurationCommandInput>;

const set = async (input: SetRiskConfigurationCommandInput) =>
  (await server.admin.send(new SetRiskConfigurationCommand(input))).RiskConfiguration;
const describeRisk = async (UserPoolId: string, ClientId?: string) =>
  (await server.admin.send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId }))).RiskConfiguration;
const newPool = (settings: Partial<CreateUserPoolCommandInput> = audited) => createPool(server, settings);

describe("a configuration", () => {
  test("of the pool holds for every app that has none of its own", async () => {
    const UserPoolId = await newPool();
    const app = await passwordClient(server, UserPoolId);
    const LastModifiedDate = new Date(server.clock.now());
    const stored = { UserPoolId, ...strict, LastModifiedDate };
    expect(await describeRisk(UserPoolId)).toEqual({ UserPoolId });
    expect(await set({ UserPoolId, ...strict })).toEqual(stored);
    expect(await describeRisk(UserPoolId)).toEqual(stored);
    expect(await describeRisk(UserPoolId, app)).toEqual(stored);
  });

  test("of an app is its own, and leaves the pool's alone", async () => {
    const UserPoolId = await newPool();
    const ClientId = await passwordClient(server, UserPoolId);
    await set({ UserPoolId, ...strict });
    const LastModifiedDate = new Date(server.clock.now());
    const stored = { UserPoolId, ClientId, ...lenient, LastModifiedDate };
    expect(await set({ UserPoolId, ClientId, ...lenient })).toEqual(stored);
    expect(await describeRisk(UserPoolId, ClientId)).toEqual(stored);
    expect(await describeRisk(UserPoolId)).toMatchObject(strict);
  });

  test("is replaced as a whole, and taken away by one that says nothing", async () => {
    const UserPoolId = await newPool();
    const ClientId = await passwordClient(server, UserPoolId);
    await set({ UserPoolId, ...strict });
    await set({ UserPoolId, ...lenient });
    expect(await describeRisk(UserPoolId)).not.toHaveProperty("AccountTakeoverRiskConfiguration");
    await set({ UserPoolId, ClientId, ...strict });
    expect(await set({ UserPoolId, ClientId })).toMatchObject(lenient);
    expect(await describeRisk(UserPoolId, ClientId)).not.toHaveProperty("ClientId");
    expect(await set({ UserPoolId })).toEqual({ UserPoolId });
  });

  test("survives an update of the pool's other settings", async () => {
    const UserPoolId = await newPool();
    await set({ UserPoolId, ...strict });
    await server.admin.send(new UpdateUserPoolCommand({ UserPoolId, ...audited }));
    expect(await describeRisk(UserPoolId)).toMatchObject(strict);
  });

  test("blocks nobody: no risk is computed, in AUDIT or in ENFORCED", async () => {
    for (const AdvancedSecurityMode of ["AUDIT", "ENFORCED"] as const) {
      const UserPoolId = await newPool({ UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode } });
      const app = await passwordClient(server, UserPoolId);
      await createPerson(server, UserPoolId, "ada");
      await set({ UserPoolId, ...strict });
      expect((await signIn(server, app, "ada")).AccessToken).toBeDefined();
    }
  });
});

describe("who is refused", () => {
  test("whoever asks a pool without the add-on", async () => {
    const off = { UserPoolAddOns: { AdvancedSecurityMode: "OFF" as const } };
    for (const settings of [{}, off]) {
      const UserPoolId = await newPool(settings);
      const message = "User pool add-ons are not enabled.";
      await expectFailure(describeRisk(UserPoolId), addOn, message);
      await expectFailure(set({ UserPoolId, ...strict }), addOn, message);
    }
  });

  test("AP-09: whoever names a pool that is not there, or another pool's app", async () => {
    const [UserPoolId, other] = [await newPool(), await newPool()];
    const ClientId = await passwordClient(server, other);
    const message = `User pool client ${ClientId} does not exist.`;
    await expectFailure(describeRisk(UserPoolId, ClientId), "ResourceNotFoundException", message);
    const foreign = set({ UserPoolId, ClientId, ...strict });
    await expectFailure(foreign, "ResourceNotFoundException", message);
    const nowhere = "us-east-1_nowhere";
    await Promise.all(
      [describeRisk(nowhere), set({ UserPoolId: nowhere })].map((call) =>
        expectFailure(call, "ResourceNotFoundException", `User pool ${nowhere} does not exist.`),
      ),
    );
  });

  test("AP-03: whoever has not signed the call", async () => {
    const UserPoolId = await newPool();
    for (const operation of ["DescribeRiskConfiguration", "SetRiskConfiguration"]) {
      expect(await unsigned(server, operation, { UserPoolId })).toBe("MissingAuthenticationTokenException");
    }
  });
});
