/** The names by which one person may sign in: username, sub, verified addresses, preferred username. */
import {
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { initiate, told } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const unknown = "User does not exist.";

/** Signs one person of a new pool in by each name: `ok`, or what was said. */
async function signInAs(
  settings: Partial<CreateUserPoolCommandInput>,
  username: string,
  attributes: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<Record<string, string>> {
  const UserPoolId = await createPool(server, settings);
  const ClientId = await passwordClient(server, UserPoolId);
  const { sub } = await createPerson(server, UserPoolId, username, attributes);
  const answers: Record<string, string> = {};
  for (const name of names) {
    const USERNAME = name === "<sub>" ? sub : name;
    answers[name] = await told(initiate(server, ClientId, { USERNAME, PASSWORD: password }));
  }
  return answers;
}

const ada = {
  email: "ada@example.com",
  email_verified: "true",
  phone_number: "+4412345678",
  phone_number_verified: "true",
  preferred_username: "countess",
};

describe("without aliases", () => {
  test("a person is their username and their sub, letter by letter", async () => {
    const names = ["ada", "<sub>", "Ada", "ada@example.com", "+4412345678", "countess"];
    expect(await signInAs({}, "ada", ada, names)).toEqual({
      ada: "ok",
      "<sub>": "ok",
      Ada: unknown,
      "ada@example.com": unknown,
      "+4412345678": unknown,
      countess: unknown,
    });
  });

  test("case does not count where the pool says so", async () => {
    const names = ["Ada", "ADA", "ada", "<sub>", "ada "];
    expect(await signInAs({ UsernameConfiguration: { CaseSensitive: false } }, "Ada", {}, names)).toEqual({
      Ada: "ok",
      ADA: "ok",
      ada: "ok",
      "<sub>": "ok",
      "ada ": unknown,
    });
  });

  test("AC-12: one name in two forms of Unicode is one name", async () => {
    const names = ["zo\u00eb", "zoe\u0308", "\uff5ao\u00eb", "zoe"];
    const answers = await signInAs({}, "zo\u00eb", {}, names);
    expect(Object.values(answers)).toEqual(["ok", "ok", "ok", unknown]);
  });
});

describe("with aliases", () => {
  const AliasAttributes = ["email" as const, "phone_number" as const, "preferred_username" as const];

  test("verified addresses and the preferred username are names, too", async () => {
    const names = ["ada", "<sub>", "ada@example.com", "+4412345678", "countess", "Ada@example.com"];
    expect(await signInAs({ AliasAttributes }, "ada", ada, names)).toEqual({
      ada: "ok",
      "<sub>": "ok",
      "ada@example.com": "ok",
      "+4412345678": "ok",
      countess: "ok",
      "Ada@example.com": unknown,
    });
  });

  test("an address that is not verified is no name", async () => {
    const unverified = { email: ada.email, phone_number: ada.phone_number };
    const names = ["ada", "ada@example.com", "+4412345678"];
    expect(await signInAs({ AliasAttributes }, "ada", unverified, names)).toEqual({
      ada: "ok",
      "ada@example.com": unknown,
      "+4412345678": unknown,
    });
  });

  test("AC-12: an address that nobody proved is no name as a preferred username either", async () => {
    const UserPoolId = await createPool(server, { AliasAttributes });
    const claimed = ["ada@example.com", "ada＠example.com", "+4412345678"];
    for (const [index, preferred_username] of claimed.entries()) {
      await createPerson(server, UserPoolId, `mallory${index}`, { preferred_username });
    }
    await createPerson(server, UserPoolId, "ada", ada);
    for (const Username of ["ada@example.com", "+4412345678"]) {
      const found = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
      expect(found.Username).toBe("ada");
    }
  });

  test("what is longer than a name can be given is none", async () => {
    const UserPoolId = await createPool(server, { AliasAttributes });
    const preferred_username = Array.from({ length: 2048 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    ).join("");
    await createPerson(server, UserPoolId, "ada", { preferred_username });
    await createPerson(server, UserPoolId, "bea", { preferred_username });
  });

  test("case does not count in them either where the pool says so", async () => {
    const settings = { AliasAttributes, UsernameConfiguration: { CaseSensitive: false } };
    expect(await signInAs(settings, "ada", ada, ["ADA@Example.com", "Countess"])).toEqual({
      "ADA@Example.com": "ok",
      Countess: "ok",
    });
  });

  test("AP-10: the secret hash is over the name that was sent", async () => {
    const UserPoolId = await createPool(server, { AliasAttributes });
    const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const];
    const client = await createClient(server, UserPoolId, { GenerateSecret: true, ExplicitAuthFlows });
    await createPerson(server, UserPoolId, "ada", ada);
    const signIn = (USERNAME: string, hashed: string) =>
      told(
        initiate(server, client.clientId, { USERNAME, PASSWORD: password, ...secretHash(client, hashed) }),
      );
    expect(await signIn("ada@example.com", "ada@example.com")).toBe("ok");
    const message = `Unable to verify secret hash for client ${client.clientId}`;
    expect(await signIn("ada@example.com", "ada")).toBe(message);
  });
});

test("where addresses are the usernames, an address need not be verified, and case is as the pool says", async () => {
  const settings = { UsernameAttributes: ["email" as const, "phone_number" as const] };
  const names = ["ada@example.com", "<sub>", "ADA@example.com", "ada"];
  expect(await signInAs(settings, "ada@example.com", {}, names)).toEqual({
    "ada@example.com": "ok",
    "<sub>": "ok",
    "ADA@example.com": unknown,
    ada: unknown,
  });
  const insensitive = { ...settings, UsernameConfiguration: { CaseSensitive: false } };
  expect(await signInAs(insensitive, "ada@example.com", {}, ["ADA@example.com"])).toEqual({
    "ADA@example.com": "ok",
  });
});

test("whatever the name, the tokens name the person as they were created", async () => {
  const UserPoolId = await createPool(server, { AliasAttributes: ["email"] });
  const ClientId = await passwordClient(server, UserPoolId);
  const { sub } = await createPerson(server, UserPoolId, "ada", ada);
  for (const USERNAME of ["ada", "ada@example.com", sub]) {
    const { AuthenticationResult = {} } = await initiate(server, ClientId, { USERNAME, PASSWORD: password });
    expect(decodeJwt(AuthenticationResult.AccessToken ?? "")).toMatchObject({ sub, username: "ada" });
    expect(decodeJwt(AuthenticationResult.IdToken ?? "")).toMatchObject({ sub, "cognito:username": "ada" });
  }
});
