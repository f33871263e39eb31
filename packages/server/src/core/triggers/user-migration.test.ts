import { expect, test } from "vitest";
import { plainClient, plainPool } from "../../../test/support/plain.ts";
import { failureOf, scriptedTriggers } from "../../../test/support/scripted-triggers.ts";
import { fail } from "../failures.ts";
import { askForMigration, type MigrationRequest } from "./user-migration.ts";

const pool = plainPool({ settings: { LambdaConfig: { UserMigration: "arn:old-house" } } });
const hiding = plainClient({ settings: { PreventUserExistenceErrors: "ENABLED" } });
const userAttributes = { email: "ada@example.com", email_verified: "true" };

async function ask(answer: () => unknown, change: Partial<MigrationRequest> = {}) {
  const { world, events } = await scriptedTriggers(answer);
  const request: MigrationRequest = {
    pool,
    client: plainClient(),
    username: "ada",
    password: "Correct-Horse-7",
    source: "UserMigration_Authentication",
    metadata: { m: "1" },
    fail,
    ...change,
  };
  return { events, migrated: askForMigration(world, request) };
}

const throwing = () => {
  throw new Error("Bad password");
};

test("tells name and password, and takes what comes back", async () => {
  const { events, migrated } = await ask(() => ({ userAttributes }));
  expect(await migrated).toEqual({
    attributes: userAttributes,
    status: "CONFIRMED",
    forceAliasCreation: false,
    enableSmsMfa: false,
  });
  expect(events).toMatchObject([
    {
      triggerSource: "UserMigration_Authentication",
      userName: "ada",
      request: { password: "Correct-Horse-7", validationData: { m: "1" }, clientMetadata: { m: "1" } },
    },
  ]);
});

test("a forgotten password has none to tell", async () => {
  const { events, migrated } = await ask(() => ({ userAttributes }), {
    source: "UserMigration_ForgotPassword",
    password: undefined,
  });
  await migrated;
  expect(events[0]?.request.password).toBeNull();
});

test("takes every wish of the function", async () => {
  const response = {
    userAttributes,
    finalUserStatus: "RESET_REQUIRED",
    messageAction: "SUPPRESS",
    desiredDeliveryMediums: ["EMAIL", "SMS"],
    forceAliasCreation: true,
    enableSMSMFA: true,
  };
  expect(await (await ask(() => response)).migrated).toEqual({
    attributes: userAttributes,
    status: "RESET_REQUIRED",
    forceAliasCreation: true,
    enableSmsMfa: true,
  });
});

test.each([
  ["no attributes", {}],
  ["attributes that are no texts", { userAttributes: { level: 7 } }],
  ["another status", { userAttributes, finalUserStatus: "UNCONFIRMED" }],
  ["another message action", { userAttributes, messageAction: "RESEND" }],
  ["another medium", { userAttributes, desiredDeliveryMediums: ["PIGEON"] }],
])("%s cannot be recognised", async (_what, response) => {
  expect(await failureOf((await ask(() => response)).migrated)).toBe(
    "InvalidLambdaResponseException: Unrecognizable lambda output",
  );
});

test("whom the function does not know is refused in its words, or like anybody where names are hidden", async () => {
  expect(await failureOf((await ask(throwing)).migrated)).toBe(
    "UserLambdaValidationException: UserMigration failed with error Bad password.",
  );
  expect(await (await ask(throwing, { client: hiding })).migrated).toBeUndefined();
  expect(await (await ask(() => ({}), { client: hiding })).migrated).toBeUndefined();
});

test("a pool without the trigger knows its own people only", async () => {
  const { events, migrated } = await ask(throwing, { pool: plainPool() });
  expect(await migrated).toBeUndefined();
  expect(events).toEqual([]);
});
