/** HP-06: where the client hides who exists, recovery says the same of everybody. */
import { AdminCreateUserCommand, AdminDisableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { forget, nextPassword, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, signUp } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
});
afterAll(() => server.close());

const mismatch = "Invalid verification code provided, please try again.";
const expired = "Invalid code provided, please request a code again.";
const tooOften = "Attempt limit exceeded, please try after some time.";

/** Makes the person of that name, or nobody. */
const people: Record<string, (name: string) => Promise<unknown>> = {
  known: (name) => createPerson(server, UserPoolId, name, { email: "k@example.com", email_verified: "true" }),
  unknown: async () => undefined,
  unreachable: (name) => createPerson(server, UserPoolId, name, { email: "u@example.com" }),
  unconfirmed: (name) => signUp(server, ClientId, name, { email: "n@example.com" }),
  invited: (Username) => {
    const UserAttributes = attributeList({ email: "i@example.com", email_verified: "true" });
    return server.admin.send(
      new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }),
    );
  },
  disabled: async (Username) => {
    await createPerson(server, UserPoolId, Username, { email: "d@example.com", email_verified: "true" });
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  },
};

describe.each(Object.entries(people))("somebody who is %s", (kind, make) => {
  beforeAll(() => make(kind));

  test("has no code waiting before one is asked for", async () => {
    await expectFailure(recover(server, ClientId, kind, "123456"), "ExpiredCodeException", expired);
  });

  test("is told where a code went, every time the same", async () => {
    const { CodeDeliveryDetails } = await forget(server, ClientId, kind);
    expect(CodeDeliveryDetails).toEqual({
      Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
      DeliveryMedium: "EMAIL",
      AttributeName: "email",
    });
    expect(await forget(server, ClientId, kind)).toMatchObject({ CodeDeliveryDetails });
  });

  test("is told that a code is wrong, until the hour is over", async () => {
    await expectFailure(recover(server, ClientId, kind, "wrong"), "CodeMismatchException", mismatch);
    server.advance(3600);
    await expectFailure(recover(server, ClientId, kind, "wrong"), "ExpiredCodeException", expired);
  });

  test("is locked out by wrong passwords and wrong codes together", async () => {
    await forget(server, ClientId, kind);
    for (let guess = 0; guess < 5; guess++) {
      await signIn(server, ClientId, kind, `${password}${guess}`).catch(() => undefined);
    }
    await expectFailure(recover(server, ClientId, kind, "wrong"), "LimitExceededException", tooOften);
  });
});

test("only people who can use a code are sent one", async () => {
  for (const letter of ["u", "n", "i", "d"]) {
    expect(await lettersTo(server, `${letter}@example.com`)).toEqual([]);
  }
});

test("a right code works", async () => {
  await createPerson(server, UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
  await forget(server, ClientId, "ada");
  const code = await lastCode(server, "ada@example.com");
  const wrong = recover(server, ClientId, "ada", otherThan(code));
  await expectFailure(wrong, "CodeMismatchException", mismatch);
  await recover(server, ClientId, "ada", code);
  await signIn(server, ClientId, "ada", nextPassword);
});

test("nobody is limited as somebody is", async () => {
  for (let attempt = 0; attempt < 20; attempt++) await forget(server, ClientId, "limited-nobody");
  await expectFailure(forget(server, ClientId, "limited-nobody"), "LimitExceededException", tooOften);
});

test("HP-06: where the name is an address, in whatever characters, nobody's looks like the address that was given", async () => {
  const pool = await createPool(server, {
    UsernameAttributes: ["email", "phone_number"],
    UsernameConfiguration: { CaseSensitive: false },
  });
  const client = await passwordClient(server, pool, { PreventUserExistenceErrors: "ENABLED" });
  const detailsOf = async (name: string) => (await forget(server, client, name)).CodeDeliveryDetails;
  expect(await detailsOf("Grace@Example.com")).toMatchObject({ Destination: "g***@e***" });
  expect(await detailsOf("grace＠example.com")).toMatchObject({ Destination: "g***@e***" });
  expect(await detailsOf("+15555550199")).toMatchObject({
    Destination: "+*******0199",
    DeliveryMedium: "SMS",
  });
});
