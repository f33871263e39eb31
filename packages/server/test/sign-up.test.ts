/** Somebody makes an account for themselves. */
import { createHmac } from "node:crypto";
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributeRecord } from "./support/attributes.ts";
import { lastCode, lettersTo } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn, unsigned } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { confirm, outcomes, signUp, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["email", "phone_number"],
    Schema: [
      { Name: "team", AttributeDataType: "String", Mutable: true },
      { Name: "tenant", AttributeDataType: "String", Mutable: false },
    ],
  });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const poolOf = async (settings: Parameters<typeof createPool>[1]) => {
  const poolId = await createPool(server, settings);
  return { poolId, clientId: await passwordClient(server, poolId) };
};
const find = async (Username: string, poolId = UserPoolId) => {
  const command = new AdminGetUserCommand({ UserPoolId: poolId, Username });
  const { UserStatus, UserAttributes } = await server.admin.send(command);
  return { UserStatus, ...attributeRecord(UserAttributes) };
};

describe("a sign-up", () => {
  test("sends a code, which opens the account and verifies the address", async () => {
    const answer = await signUp(server, ClientId, "ada", { email: "ada@example.com" });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    });
    expect(answer.Session).toBeUndefined();
    expect(await find("ada")).toMatchObject({ UserStatus: "UNCONFIRMED", email_verified: "false" });
    await expectFailure(
      signIn(server, ClientId, "ada"),
      "UserNotConfirmedException",
      "User is not confirmed.",
    );
    await confirm(server, ClientId, "ada", await lastCode(server, "ada@example.com"));
    expect(await find("ada")).toMatchObject({
      UserStatus: "CONFIRMED",
      email_verified: "true",
      sub: answer.UserSub,
    });
    await signIn(server, ClientId, "ada");
  });

  test("with both addresses asks for the phone number's proof, and verifies no other", async () => {
    const phone_number = "+15555550101";
    const { CodeDeliveryDetails } = await signUp(server, ClientId, "both", {
      email: "both@example.com",
      phone_number,
    });
    expect(CodeDeliveryDetails).toEqual({
      Destination: "+*******0101",
      DeliveryMedium: "SMS",
      AttributeName: "phone_number",
    });
    await confirm(server, ClientId, "both", await lastCode(server, phone_number));
    expect(await find("both")).toMatchObject({ phone_number_verified: "true", email_verified: "false" });
    expect(await lettersTo(server, "both@example.com")).toEqual([]);
  });

  test("where the pool verifies nothing waits for an administrator, and verifies nothing", async () => {
    const { poolId, clientId } = await poolOf({});
    const answer = await signUp(server, clientId, "quiet", { email: "quiet@example.com" });
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    expect(await lettersTo(server, "quiet@example.com")).toEqual([]);
    await server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: "quiet" }));
    expect(await find("quiet", poolId)).toMatchObject({ UserStatus: "CONFIRMED", email_verified: "false" });
    await signIn(server, clientId, "quiet");
  });

  test("by e-mail address: the username is the sub, and the name needs no right to write", async () => {
    const poolId = await createPool(server, {
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
    });
    const clientId = await passwordClient(server, poolId, { WriteAttributes: ["name"] });
    const { UserSub } = await signUp(server, clientId, "eva@example.com", { name: "Eva" });
    await confirm(server, clientId, "eva@example.com", await lastCode(server, "eva@example.com"));
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: "eva@example.com" });
    expect((await server.admin.send(command)).Username).toBe(UserSub);
    await signIn(server, clientId, "eva@example.com");
  });

  test("may set what cannot be changed later", async () => {
    const clientId = await passwordClient(server, UserPoolId, { WriteAttributes: ["custom:tenant"] });
    await signUp(server, clientId, "tina", { "custom:tenant": "blue" });
    expect(await find("tina")).toMatchObject({ "custom:tenant": "blue" });
  });
});

describe("is refused", () => {
  test("where only administrators make people, before anything else is looked at", async () => {
    const { clientId } = await poolOf({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const message = "SignUp is not permitted for this user pool";
    const call = signUp(server, clientId, "ada", { nothing: "x" }, { Password: "short" });
    await expectFailure(call, "NotAuthorizedException", message);
  });

  test("under a name that is taken, also where the client hides who exists", async () => {
    const hiding = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
    await signUp(server, ClientId, "taken");
    for (const client of [ClientId, hiding]) {
      await expectFailure(signUp(server, client, "taken"), "UsernameExistsException", "User already exists");
    }
  });

  test("AC-12: under a name that is another's sub, or another's name in other characters", async () => {
    const { poolId, clientId } = await poolOf({ UsernameConfiguration: { CaseSensitive: false } });
    const { UserSub = "" } = await signUp(server, clientId, "file");
    for (const name of [UserSub, "FILE", "ﬁle"]) {
      await expectFailure(signUp(server, clientId, name), "UsernameExistsException", "User already exists");
    }
    expect((await find("file", poolId)).UserStatus).toBe("UNCONFIRMED");
  });

  test("AC-12: under an address that is another's, whoever proved it", async () => {
    const { clientId } = await poolOf({ UsernameAttributes: ["email"] });
    await signUp(server, clientId, "eve@example.com");
    const message = "An account with the given email already exists.";
    const again = signUp(server, clientId, "eve@example.com");
    await expectFailure(again, "UsernameExistsException", message);
    const aliases = await poolOf({ AliasAttributes: ["email"] });
    await expectFailure(
      signUp(server, aliases.clientId, "victim@example.com"),
      "InvalidParameterException",
      "Username cannot be of email format, since user pool is configured for email alias.",
    );
  });

  test("AC-12: under an address that is another's, in other characters", async () => {
    const { clientId, poolId } = await poolOf({ AliasAttributes: ["email", "phone_number"] });
    for (const name of ["victim＠example.com", "victim@example．com", "＋15550100199", "+1５550100199"]) {
      await expectFailure(signUp(server, clientId, name), "InvalidParameterException");
    }
    const attributes = { email: "victim@example.com", email_verified: "true" };
    const { sub } = await createPerson(server, poolId, "victim", attributes);
    expect(await find("victim@example.com", poolId)).toMatchObject({ sub });
  });

  test("under what is no address where addresses are names, or contradicts the attribute", async () => {
    const { clientId } = await poolOf({ UsernameAttributes: ["email"] });
    const call = signUp(server, clientId, "ada");
    await expectFailure(call, "InvalidParameterException", "Username should be an email.");
    const other = signUp(server, clientId, "one@example.com", { email: "two@example.com" });
    await expectFailure(other, "InvalidParameterException");
    const otherCase = signUp(server, clientId, "One@example.com", { email: "one@example.com" });
    await expectFailure(otherCase, "InvalidParameterException");
    const { clientId: anyCase } = await poolOf({
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
    });
    await signUp(server, anyCase, "One@example.com", { email: "one@example.com" });
  });

  test("with a preferred_username where that is an alias", async () => {
    const { clientId } = await poolOf({ AliasAttributes: ["preferred_username"] });
    const call = signUp(server, clientId, "squatter", { preferred_username: "star" });
    await expectFailure(call, "InvalidParameterException");
  });

  test("with a password that breaks the policy, or without one", async () => {
    await expectFailure(
      signUp(server, ClientId, "weak", {}, { Password: "swimming-pool-1" }),
      "InvalidPasswordException",
      "Password did not conform with policy: Password must have uppercase characters",
    );
    const without = signUp(server, ClientId, "weak", {}, { Password: undefined });
    await expectFailure(without, "InvalidParameterException", "Missing required parameter Password");
    await expectFailure(find("weak"), "UserNotFoundException");
  });

  test("with attributes that the pool does not know or that have a wrong form", async () => {
    const unknown = "Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\n";
    const call = signUp(server, ClientId, "odd", { "custom:foo": "1" });
    await expectFailure(call, "InvalidParameterException", unknown);
    const malformed = signUp(server, ClientId, "odd", { email: "a@b.example\r\nBcc: all@example.com" });
    await expectFailure(malformed, "InvalidParameterException", "Invalid email address format.");
  });

  test("without an attribute that the pool requires", async () => {
    const { clientId } = await poolOf({ Schema: [{ Name: "family_name", Required: true }] });
    await expectFailure(
      signUp(server, clientId, "nameless"),
      "InvalidParameterException",
      "Attributes did not conform to the schema: family_name: The attribute is required",
    );
  });

  test.each(["email_verified", "phone_number_verified", "sub", "custom:team"])(
    "AP-07: with %s, which the client may not write",
    async (name) => {
      const call = signUp(server, ClientId, "mallory", { email: "m@example.com", [name]: "true" });
      const message = "A client attempted to write unauthorized attribute";
      await expectFailure(call, "NotAuthorizedException", message);
      await expectFailure(find("mallory"), "UserNotFoundException");
    },
  );

  test("through a client nobody has", async () => {
    const message = "User pool client nowhere does not exist.";
    await expectFailure(signUp(server, "nowhere", "ada"), "ResourceNotFoundException", message);
  });

  test("AP-10: by a client that does not prove its secret over this name", async () => {
    const { clientId, clientSecret } = await createClient(server, UserPoolId, { GenerateSecret: true });
    const hash = (name: string) =>
      createHmac("sha256", clientSecret)
        .update(name + clientId)
        .digest("base64");
    const missing = `Client ${clientId} is configured with secret but SECRET_HASH was not received`;
    await expectFailure(signUp(server, clientId, "sec"), "NotAuthorizedException", missing);
    const wrong = signUp(server, clientId, "sec", {}, { SecretHash: hash("other") });
    const message = `Unable to verify secret hash for client ${clientId}`;
    await expectFailure(wrong, "NotAuthorizedException", message);
    await signUp(server, clientId, "sec", {}, { SecretHash: hash("sec") });
  });
});

test("of fifty people who sign up under one name at once, one gets it", async () => {
  const calls = times(50, (index) => signUp(server, ClientId, "crowd", { email: `c${index}@example.com` }));
  expect(await outcomes(calls)).toEqual({ ok: 1, UsernameExistsException: 49 });
});

test("anybody may call, without credentials of any kind", async () => {
  expect(await unsigned(server, "SignUp", { ClientId, Username: "free", Password: password })).toBe("");
  expect((await find("free")).UserStatus).toBe("UNCONFIRMED");
});

describe("AC-13: a password", () => {
  const attempt = (USERNAME: string, PASSWORD: string) =>
    server.admin.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  const personWith = async (name: string, Password: string) => {
    await signUp(server, ClientId, name, {}, { Password });
    await server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: name }));
  };

  test("counts to its last character, beyond 72 bytes too", async () => {
    const start = `Aa1!${"x".repeat(100)}`;
    await personWith("long", `${start}1`);
    await expectFailure(attempt("long", `${start}2`), "NotAuthorizedException");
    await attempt("long", `${start}1`);
  });

  test("is the same in its composed and its decomposed form", async () => {
    await personWith("forms", "Pässword-1\u0301");
    await attempt("forms", "Pässword-1\u0301".normalize("NFD"));
  });

  test("may be of any characters, up to 256 of them", async () => {
    await personWith("emoji", `Aa1!${"🏊".repeat(60)}`);
    await attempt("emoji", `Aa1!${"🏊".repeat(60)}`);
    const tooLong = signUp(server, ClientId, "longer", {}, { Password: `Aa1!${"x".repeat(253)}` });
    await expectFailure(tooLong, "InvalidParameterException");
  });
});

test("TK-18: whoever does not confirm gets no token, and blocks their name for good", async () => {
  await signUp(server, ClientId, "stale", { email: "stale@example.com" });
  server.advance(30 * 86_400);
  await expectFailure(signIn(server, ClientId, "stale"), "UserNotConfirmedException");
  await expectFailure(signUp(server, ClientId, "stale"), "UsernameExistsException", "User already exists");
});
