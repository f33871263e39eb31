/** NEW_PASSWORD_REQUIRED: whoever signs in with a temporary password chooses their own. */
import { AdminGetUserCommand, AdminSetUserPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  adminInitiate,
  adminRespond,
  askedForNewPassword,
  initiate,
  invite,
  respond,
  told,
} from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;
const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const, "ALLOW_ADMIN_USER_PASSWORD_AUTH" as const];

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireUppercase: true, RequireNumbers: true } },
  });
  ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows });
});
afterAll(() => server.close());

const NEW_PASSWORD = "Another-Horse-8";

async function asked(USERNAME: string): Promise<string> {
  await invite(server, UserPoolId, USERNAME);
  return askedForNewPassword(server, ClientId, USERNAME);
}
const canSignIn = (USERNAME: string, PASSWORD: string) =>
  told(initiate(server, ClientId, { USERNAME, PASSWORD }));

describe("a new password", () => {
  test("is asked for with what the app needs to know, and no token", async () => {
    await invite(server, UserPoolId, "ada", { email: "ada@example.com" });
    const { $metadata, ...answer } = await initiate(server, ClientId, {
      USERNAME: "ada",
      PASSWORD: password,
    });
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: {
        USER_ID_FOR_SRP: "ada",
        requiredAttributes: "[]",
        userAttributes: JSON.stringify({ email: "ada@example.com" }),
      },
    });
  });

  test("chosen at the open door signs in, and replaces the temporary one", async () => {
    const session = await asked("bea");
    const { AuthenticationResult } = await respond(server, ClientId, session, {
      USERNAME: "bea",
      NEW_PASSWORD,
    });
    expect(Object.keys(AuthenticationResult ?? {}).toSorted()).toEqual([
      "AccessToken",
      "ExpiresIn",
      "IdToken",
      "RefreshToken",
      "TokenType",
    ]);
    const { UserStatus } = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "bea" }));
    expect(UserStatus).toBe("CONFIRMED");
    expect(await canSignIn("bea", NEW_PASSWORD)).toBe("ok");
    expect(await canSignIn("bea", password)).toBe("Incorrect username or password.");
  });

  test("AP-11: is asked for anew when the temporary password was replaced meanwhile", async () => {
    const session = await asked("bettina");
    await server.admin.send(
      new AdminSetUserPasswordCommand({
        UserPoolId,
        Username: "bettina",
        Password: "Temporary-Horse-9",
        Permanent: false,
      }),
    );
    const answer = respond(server, ClientId, session, { USERNAME: "bettina", NEW_PASSWORD });
    expect(await told(answer)).toBe("Invalid session for the user.");
    expect(await canSignIn("bettina", NEW_PASSWORD)).toBe("Incorrect username or password.");
  });

  test("chosen at the administrator's door does the same, and the doors share their sessions", async () => {
    await invite(server, UserPoolId, "cleo");
    const begun = await adminInitiate(server, UserPoolId, ClientId, { USERNAME: "cleo", PASSWORD: password });
    const responses = { USERNAME: "cleo", NEW_PASSWORD };
    const answer = await adminRespond(server, UserPoolId, ClientId, begun.Session, responses);
    expect(answer.AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
    const session = await asked("dora");
    const crossed = adminRespond(server, UserPoolId, ClientId, session, { USERNAME: "dora", NEW_PASSWORD });
    expect(await told(crossed)).toBe("ok");
  });

  test("that breaks the policy leaves the session for another try", async () => {
    const session = await asked("emma");
    for (const [weak, problem] of [
      ["Short-1", "Password not long enough"],
      ["another-horse-8", "Password must have uppercase characters"],
      ["Another-Horse", "Password must have numeric characters"],
    ] as const) {
      const call = respond(server, ClientId, session, { USERNAME: "emma", NEW_PASSWORD: weak });
      const message = `Password did not conform with policy: ${problem}`;
      await expectFailure(call, "InvalidPasswordException", message);
    }
    expect(await told(respond(server, ClientId, session, { USERNAME: "emma", NEW_PASSWORD }))).toBe("ok");
  });

  test.each(["USERNAME", "NEW_PASSWORD"])("needs %s", async (name) => {
    const session = await asked(`missing-${name}`);
    const responses = { USERNAME: `missing-${name}`, NEW_PASSWORD, [name]: "" };
    const message = `Missing required parameter ${name}`;
    await expectFailure(respond(server, ClientId, session, responses), "InvalidParameterException", message);
  });

  test("needs a session", async () => {
    const call = respond(server, ClientId, undefined, { USERNAME: "ada", NEW_PASSWORD });
    await expectFailure(call, "InvalidParameterException", "Missing required parameter Session");
  });

  test("AP-10: needs the secret hash of a client with a secret", async () => {
    const client = await createClient(server, UserPoolId, { ExplicitAuthFlows, GenerateSecret: true });
    await invite(server, UserPoolId, "flora");
    const proof = secretHash(client, "flora");
    const begun = await initiate(server, client.clientId, {
      USERNAME: "flora",
      PASSWORD: password,
      ...proof,
    });
    const answer = (more: object) =>
      told(respond(server, client.clientId, begun.Session, { USERNAME: "flora", NEW_PASSWORD, ...more }));
    expect(await answer({})).toBe(
      `Client ${client.clientId} is configured with secret but SECRET_HASH was not received`,
    );
    expect(await answer(secretHash(client, "ada"))).toBe(
      `Unable to verify secret hash for client ${client.clientId}`,
    );
    expect(await answer(proof)).toBe("ok");
  });

  test("is asked for with what the client may read of the person, and nothing else", async () => {
    const pool = await createPool(server);
    const client = await passwordClient(server, pool, { ReadAttributes: ["email"] });
    await invite(server, pool, "hedy", { email: "hedy@example.com", nickname: "H", name: "Hedy" });
    const parameters = { USERNAME: "hedy", PASSWORD: password };
    const { ChallengeParameters } = await initiate(server, client, parameters);
    expect(JSON.parse(ChallengeParameters?.["userAttributes"] ?? "")).toEqual({ email: "hedy@example.com" });
  });

  test("AP-08: changes no attribute that the pool requires and the person has", async () => {
    const pool = await createPool(server, { Schema: [{ Name: "email", Required: true, Mutable: true }] });
    const client = await passwordClient(server, pool);
    await invite(server, pool, "ines", { email: "ines@example.com", name: "I" });
    const Session = await askedForNewPassword(server, client, "ines");
    const answer = (attributes: Record<string, string>) =>
      respond(server, client, Session, { USERNAME: "ines", NEW_PASSWORD, ...attributes });
    for (const email of ["other@example.com", "ines@example.com"]) {
      const call = answer({ "userAttributes.email": email });
      await expectFailure(call, "NotAuthorizedException", "Cannot modify an already provided email");
    }
    expect(await told(answer({ "userAttributes.name": "Ines" }))).toBe("ok");
  });

  test("brings the attributes that the pool requires, and none that the client may not write", async () => {
    const pool = await createPool(server, { Schema: [{ Name: "nickname", Required: true, Mutable: true }] });
    const client = await passwordClient(server, pool);
    await invite(server, pool, "gina");
    const { Session, ChallengeParameters } = await initiate(server, client, {
      USERNAME: "gina",
      PASSWORD: password,
    });
    expect(ChallengeParameters).toMatchObject({ requiredAttributes: '["userAttributes.nickname"]' });
    const answer = (attributes: Record<string, string>) =>
      respond(server, client, Session, { USERNAME: "gina", NEW_PASSWORD, ...attributes });
    const missing = "Attributes did not conform to the schema: nickname: The attribute is required";
    await expectFailure(answer({}), "InvalidParameterException", missing);
    const verified = { "userAttributes.nickname": "G", "userAttributes.email_verified": "true" };
    await expectFailure(
      answer(verified),
      "NotAuthorizedException",
      "A client attempted to write unauthorized attribute",
    );
    await expectFailure(answer({ "userAttributes.shoe": "42" }), "InvalidParameterException");
    expect(await told(answer({ "userAttributes.nickname": "G" }))).toBe("ok");
    const { UserAttributes } = await server.admin.send(
      new AdminGetUserCommand({ UserPoolId: pool, Username: "gina" }),
    );
    expect(UserAttributes).toContainEqual({ Name: "nickname", Value: "G" });
  });
});
