/** Signing in by password: every flow and door, and who may not (`cognito.md` §5). */
import {
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disable, unconfirm } from "./support/mishaps.ts";
import { adminInitiate, initiate, invite, told, wrongPassword } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
/** Allows every flow there is. */
let ClientId: string;
let ada: { USERNAME: string; PASSWORD: string };

const incorrect = "Incorrect username or password.";

const everyFlow = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
] as const;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
  });
  ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [...everyFlow] });
  await createPerson(server, UserPoolId, "ada");
  ada = { USERNAME: "ada", PASSWORD: password };
});
afterAll(() => server.close());

const parameters = (PASSWORD: string, USERNAME = "ada") => ({ USERNAME, PASSWORD });
const signedIn = {
  ChallengeParameters: {},
  AuthenticationResult: {
    AccessToken: expect.stringMatching(/^eyJ/),
    IdToken: expect.stringMatching(/^eyJ/),
    RefreshToken: expect.stringMatching(/^eyJ/),
    ExpiresIn: 3600,
    TokenType: "Bearer",
  },
};

describe("a right password", () => {
  test("is answered with three tokens at InitiateAuth", async () => {
    const { $metadata, ...answer } = await initiate(server, ClientId, ada);
    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual(signedIn);
  });

  test.each(["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const)(
    "is answered with three tokens at AdminInitiateAuth as %s",
    async (flow) => {
      expect(await adminInitiate(server, UserPoolId, ClientId, ada, flow)).toMatchObject(signedIn);
    },
  );

  test("does where the client allows the flow under its old name", async () => {
    for (const flow of ["USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
      const old = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [flow] });
      const isAdmins = flow === "ADMIN_NO_SRP_AUTH";
      const open = initiate(server, old, ada);
      expect(await told(open)).toBe(isAdmins ? "USER_PASSWORD_AUTH flow not enabled for this client" : "ok");
      const signed = adminInitiate(server, UserPoolId, old, ada, "ADMIN_NO_SRP_AUTH");
      expect(await told(signed)).toBe(isAdmins ? "ok" : "ADMIN_NO_SRP_AUTH flow not enabled for this client");
    }
  });

  test("is the same however its letters are composed, and never the same in other letters", async () => {
    await createPerson(server, UserPoolId, "zoe");
    await setPassword("zoe", "Zo\u00eb-1-\u00e9\u00e9\u00e9");
    expect(
      await told(initiate(server, ClientId, parameters("Zoe\u0308-1-e\u0301e\u0301\u00e9", "zoe"))),
    ).toBe("ok");
    for (const other of ["zo\u00eb-1-\u00e9\u00e9\u00e9", "Zoe-1-eee", "Zo\u00eb-1-\u00e9\u00e9\u00e9 "]) {
      expect(await told(initiate(server, ClientId, parameters(other, "zoe")))).toBe(incorrect);
    }
  });

  test("AC-13: is compared to its last byte", async () => {
    await createPerson(server, UserPoolId, "lena");
    const long = `Aa1-${"x".repeat(200)}`;
    await setPassword("lena", `${long}y`);
    expect(await told(initiate(server, ClientId, parameters(`${long}z`, "lena")))).toBe(incorrect);
    expect(await told(initiate(server, ClientId, parameters(`${long}y`, "lena")))).toBe("ok");
  });
});

describe("a flow", () => {
  test.each([
    ["USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"],
    ["USER_AUTH", "USER_AUTH is not enabled for the client."],
  ] as const)("%s is refused at InitiateAuth where the client does not allow it", async (flow, message) => {
    const { clientId } = await createClient(server, UserPoolId);
    await expectFailure(initiate(server, clientId, ada, flow), "InvalidParameterException", message);
  });

  test.each([
    ["USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."],
    ["CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."],
    ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH flow not enabled for this client"],
    ["ADMIN_NO_SRP_AUTH", "ADMIN_NO_SRP_AUTH flow not enabled for this client"],
  ] as const)(
    "%s is refused at AdminInitiateAuth where the client does not allow it",
    async (flow, message) => {
      const call = adminInitiate(server, UserPoolId, await passwordClient(server, UserPoolId), ada, flow);
      await expectFailure(call, "InvalidParameterException", message);
    },
  );

  test("AP-03: of an administrator is refused at the open door, and the other way round", async () => {
    const message = "Initiate Auth method not supported.";
    for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
      await expectFailure(initiate(server, ClientId, ada, flow), "InvalidParameterException", message);
    }
    const signed = adminInitiate(server, UserPoolId, ClientId, ada, "USER_PASSWORD_AUTH");
    await expectFailure(signed, "InvalidParameterException", message);
  });

  test.each(["USERNAME", "PASSWORD"])("by password without %s says what is missing", async (name) => {
    const message = `Missing required parameter ${name}`;
    for (const given of [{ ...ada, [name]: "" }, dropped(ada, name), {}]) {
      const expected = Object.keys(given).length === 0 ? "Missing required parameter USERNAME" : message;
      await expectFailure(initiate(server, ClientId, given), "InvalidParameterException", expected);
      const signed = adminInitiate(server, UserPoolId, ClientId, given);
      await expectFailure(signed, "InvalidParameterException", expected);
    }
  });

  test("AP-09: needs a client that is there, and of the pool that is named", async () => {
    const message = (id: string) => `User pool client ${id} does not exist.`;
    await expectFailure(initiate(server, "nobody", ada), "ResourceNotFoundException", message("nobody"));
    const other = await createPool(server);
    const foreign = adminInitiate(server, other, ClientId, ada);
    await expectFailure(foreign, "ResourceNotFoundException", message(ClientId));
    const nowhere = adminInitiate(server, "us-east-1_nowhere", ClientId, ada);
    await expectFailure(nowhere, "ResourceNotFoundException", "User pool us-east-1_nowhere does not exist.");
  });
});

describe("who may not sign in", () => {
  test("a name nobody has is told so, unless the client keeps that to itself", async () => {
    const nobody = parameters(password, "nobody");
    await expectFailure(initiate(server, ClientId, nobody), "UserNotFoundException", "User does not exist.");
    const discreet = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
    await expectFailure(initiate(server, discreet, nobody), "NotAuthorizedException", incorrect);
  });

  test("HP-06: the state of an account is told to whoever has the password, and to nobody else", async () => {
    const people = {
      unconfirmed: "UserNotConfirmedException: User is not confirmed.",
      disabled: "NotAuthorizedException: User is disabled.",
      reset: "PasswordResetRequiredException: Password reset required for the user",
    };
    const created = await Promise.all(
      Object.keys(people).map((name) =>
        createPerson(server, UserPoolId, name, { email: `${name}@example.com`, email_verified: "true" }),
      ),
    );
    const [unconfirmed, disabled, reset] = created;
    if (unconfirmed === undefined || disabled === undefined || reset === undefined) throw new Error("nobody");
    await unconfirm(server, UserPoolId, unconfirmed);
    await disable(server, UserPoolId, disabled);
    await server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: reset.username }));
    for (const [name, expected] of Object.entries(people)) {
      const [exception = "", message] = expected.split(": ");
      await expectFailure(initiate(server, ClientId, parameters(password, name)), exception, message);
      const guess = initiate(server, ClientId, parameters(wrongPassword, name));
      await expectFailure(guess, "NotAuthorizedException", incorrect);
    }
  });

  test("a temporary password works until the last moment of the days that the pool gives it", async () => {
    const pool = await createPool(server, {
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } },
    });
    const client = await passwordClient(server, pool);
    await invite(server, pool, "late");
    server.advance(2 * 86_400 - 1);
    const challenge = await initiate(server, client, parameters(password, "late"));
    expect(challenge.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    server.advance(1);
    const message = "Temporary password has expired and must be reset by an administrator.";
    const expired = initiate(server, client, parameters(password, "late"));
    await expectFailure(expired, "NotAuthorizedException", message);
  });
});

async function setPassword(Username: string, Password: string): Promise<void> {
  const input = { UserPoolId, Username, Password, Permanent: true };
  await server.admin.send(new AdminSetUserPasswordCommand(input));
}

function dropped(from: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}
