/** Triggers around accounts and messages: sign-up, confirmation, migration, wording, and senders that get codes encrypted. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserOf, signIn as signInOnPage } from "./support/hosted.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { codeClient, createClient, createPerson, password } from "./support/pool.ts";
import { decryptCode, senderKey } from "./support/sender-code.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerEvent, type TriggerHost } from "./support/trigger-host.ts";
import { denying, poolWithTriggers, type TriggerPool } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer([], { POOLHOUSE_CUSTOM_SENDER_KEY: senderKey });
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const pass = () => undefined;
const email = "ada@example.com";
const UserAttributes = [{ Name: "email", Value: email }];
const mailed = { AutoVerifiedAttributes: ["email" as const] };

const signUp = (ClientId: string, more: object = {}) =>
  server.admin.send(
    new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes, ...more }),
  );

const statusOf = async ({ poolId }: TriggerPool) => {
  const { UserStatus, UserAttributes: attributes = [] } = await server.admin.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: "ada" }),
  );
  return {
    UserStatus,
    isVerified: attributes.some(({ Name, Value }) => Name === "email_verified" && Value === "true"),
  };
};

describe("signing up", () => {
  test("PreSignUp refuses, and nobody is stored", async () => {
    const pool = await poolWithTriggers(server, host, { PreSignUp: denying("Not invited") });
    const ClientId = await passwordClient(server, pool.poolId);
    const call = signUp(ClientId, {
      ValidationData: [{ Name: "invitation", Value: "4711" }],
      ClientMetadata: { campaign: "spring" },
    });
    await expectFailure(call, "UserLambdaValidationException", "PreSignUp failed with error Not invited.");
    expect(pool.events("PreSignUp")).toMatchObject([
      {
        triggerSource: "PreSignUp_SignUp",
        userName: "ada",
        callerContext: { clientId: ClientId },
        request: {
          userAttributes: { email },
          validationData: { invitation: "4711" },
          clientMetadata: { campaign: "spring" },
        },
      },
    ]);
    await expectFailure(statusOf(pool), "UserNotFoundException");
  });

  test("nobody is asked about a name that is taken, whoever makes the account", async () => {
    const pool = await poolWithTriggers(server, host, { PreSignUp: pass, CustomMessage: pass });
    const ClientId = await passwordClient(server, pool.poolId);
    await createPerson(server, pool.poolId, "ada");
    const asked = pool.events("PreSignUp").length;
    for (const ForceAliasCreation of [false, true]) {
      const person = { UserPoolId: pool.poolId, Username: "ada", UserAttributes, ForceAliasCreation };
      const made = server.admin.send(new AdminCreateUserCommand(person));
      await expectFailure(made, "UsernameExistsException", "User account already exists");
    }
    await expectFailure(signUp(ClientId), "UsernameExistsException", "User already exists");
    expect(pool.events("PreSignUp")).toHaveLength(asked);
    expect(pool.events("CustomMessage")).toEqual([]);
  });

  test("PreSignUp confirms and verifies at once, and PostConfirmation hears of it", async () => {
    const pool = await poolWithTriggers(server, host, {
      PreSignUp: ({ response }) => {
        response.autoConfirmUser = true;
        response.autoVerifyEmail = true;
      },
      PostConfirmation: pass,
    });
    const ClientId = await passwordClient(server, pool.poolId);
    expect((await signUp(ClientId)).UserConfirmed).toBe(true);
    expect(await statusOf(pool)).toEqual({ UserStatus: "CONFIRMED", isVerified: true });
    expect(pool.events("PostConfirmation")).toMatchObject([
      {
        triggerSource: "PostConfirmation_ConfirmSignUp",
        request: { userAttributes: { email, "cognito:user_status": "CONFIRMED" } },
      },
    ]);
    await signIn(server, ClientId, "ada");
  });

  test("PreSignUp is asked about people that an administrator makes", async () => {
    const pool = await poolWithTriggers(server, host, { PreSignUp: denying("Not on the list") });
    const call = server.admin.send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: "ada", UserAttributes }),
    );
    const text = "PreSignUp failed with error Not on the list.";
    await expectFailure(call, "UserLambdaValidationException", text);
    expect(pool.events("PreSignUp")[0]?.triggerSource).toBe("PreSignUp_AdminCreateUser");
    await expectFailure(statusOf(pool), "UserNotFoundException");
  });
});

describe("codes by a sender of one's own", () => {
  /** Resolves with the next event that the sender gets. */
  async function stage(more: Parameters<typeof poolWithTriggers>[2] = {}) {
    let arrived = Promise.withResolvers<TriggerEvent>();
    const CustomEmailSender = (event: TriggerEvent) => void arrived.resolve(event);
    const pool = await poolWithTriggers(server, host, { CustomEmailSender, ...more }, mailed);
    const ClientId = await passwordClient(server, pool.poolId);
    const next = async () => {
      const event = await arrived.promise;
      arrived = Promise.withResolvers();
      return { event, code: await decryptCode(event.request.code) };
    };
    return { pool, ClientId, next };
  }

  test("the code of a sign-up arrives encrypted, and confirms; a PostConfirmation that fails undoes nothing", async () => {
    const { pool, ClientId, next } = await stage({ PostConfirmation: denying("Too late") });
    await signUp(ClientId, { ClientMetadata: { lang: "de" } });
    const { event, code } = await next();
    expect(event).toMatchObject({
      triggerSource: "CustomEmailSender_SignUp",
      userName: "ada",
      request: { type: "customEmailSenderRequestV1", userAttributes: { email } },
    });
    expect(JSON.stringify(event)).not.toContain(code);
    const call = server.admin.send(
      new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode: code }),
    );
    await expectFailure(
      call,
      "UserLambdaValidationException",
      "PostConfirmation failed with error Too late.",
    );
    expect(await statusOf(pool)).toEqual({ UserStatus: "CONFIRMED", isVerified: true });
  });

  test("a forgotten password: its code, and PostConfirmation of its own source", async () => {
    const { pool, ClientId, next } = await stage({ PostConfirmation: pass });
    await createPerson(server, pool.poolId, "ada", { email, email_verified: "true" });
    await server.admin.send(new ForgotPasswordCommand({ ClientId, Username: "ada" }));
    const { event, code } = await next();
    expect(event.triggerSource).toBe("CustomEmailSender_ForgotPassword");
    await server.admin.send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: "ada",
        ConfirmationCode: code,
        Password: "Another-Horse-8",
        ClientMetadata: { from: "app" },
      }),
    );
    expect(pool.events("PostConfirmation")).toMatchObject([
      {
        triggerSource: "PostConfirmation_ConfirmForgotPassword",
        request: { clientMetadata: { from: "app" } },
      },
    ]);
    await signIn(server, ClientId, "ada", "Another-Horse-8");
  });
});

describe("wording messages", () => {
  test("CustomMessage hears what the code is for; what it may not word fails the call", async () => {
    const pool = await poolWithTriggers(server, host, { CustomMessage: pass }, mailed);
    const ClientId = await passwordClient(server, pool.poolId);
    await signUp(ClientId, { ClientMetadata: { lang: "de" } });
    expect(pool.events("CustomMessage")).toMatchObject([
      {
        triggerSource: "CustomMessage_SignUp",
        request: { codeParameter: "{####}", userAttributes: { email }, clientMetadata: { lang: "de" } },
      },
    ]);
    pool.set("CustomMessage", ({ response }) => {
      response.emailMessage = "Your code is {####}";
    });
    // The pool has no mail of its own.
    await expectFailure(
      signUp(ClientId, { Username: "ben" }),
      "InvalidLambdaResponseException",
      "Unrecognizable lambda output",
    );
  });
});

describe("people of another house", () => {
  const knowing = ({ request, response }: TriggerEvent) => {
    if (request.password !== password) throw new Error("Bad password");
    response.userAttributes = { email, email_verified: "true" };
    response.messageAction = "SUPPRESS";
  };

  test("are taken over by their first sign-in, and asked about once", async () => {
    const pool = await poolWithTriggers(server, host, { UserMigration: knowing });
    const ClientId = await passwordClient(server, pool.poolId);
    await expectFailure(
      signIn(server, ClientId, "ada", "wrong-Password-1"),
      "UserLambdaValidationException",
      "UserMigration failed with error Bad password.",
    );
    await signIn(server, ClientId, "ada");
    await signIn(server, ClientId, "ada");
    expect(pool.events("UserMigration")).toHaveLength(2);
    expect(await statusOf(pool)).toEqual({ UserStatus: "CONFIRMED", isVerified: true });
  });

  test("are like anybody where names are hidden", async () => {
    const pool = await poolWithTriggers(server, host, { UserMigration: knowing });
    const ClientId = await passwordClient(server, pool.poolId, { PreventUserExistenceErrors: "ENABLED" });
    await expectFailure(
      signIn(server, ClientId, "ada", "wrong-Password-1"),
      "NotAuthorizedException",
      "Incorrect username or password.",
    );
    await signIn(server, ClientId, "ada");
  });

  test("come in by the hosted pages too", async () => {
    const pool = await poolWithTriggers(server, host, { UserMigration: knowing });
    const client = await createClient(server, pool.poolId, codeClient);
    const person = { username: "ada", password, sub: "" };
    const stage = { server, poolId: pool.poolId, client, person };
    const page = await signInOnPage(stage, browserOf(stage));
    expect(page.location).toContain("code=");
  });
});
