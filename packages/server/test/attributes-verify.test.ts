/** A person proves that an address is theirs, while signed in. */
import {
  AdminUpdateUserAttributesCommand,
  DeleteUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, outcomes, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, { AutoVerifiedAttributes: ["email"] });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const mismatch = "Invalid verification code provided, please try again.";
const expired = "Invalid code provided, please request a code again.";
const tooOften = "Attempt limit exceeded, please try after some time.";

const mailOf = (name: string) => `${name}@example.com`;
const tokenOf = async (name: string, attributes: Record<string, string> = { email: mailOf(name) }) => {
  await createPerson(server, UserPoolId, name, attributes);
  return (await signIn(server, ClientId, name)).AccessToken;
};
const ask = (AccessToken: string, AttributeName = "email") =>
  server.admin.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));
const verify = (AccessToken: string, Code: string, AttributeName = "email") =>
  server.admin.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));
const update = (AccessToken: string, attributes: Record<string, string>) =>
  server.admin.send(
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributeList(attributes) }),
  );

describe("an address", () => {
  test("is verified by the code that went there", async () => {
    const AccessToken = await tokenOf("ada");
    expect((await ask(AccessToken)).CodeDeliveryDetails).toEqual({
      Destination: "a***@e***",
      DeliveryMedium: "EMAIL",
      AttributeName: "email",
    });
    expect((await lettersTo(server, mailOf("ada")))[0]?.source).toBe("VerifyUserAttribute");
    await verify(AccessToken, await lastCode(server, mailOf("ada")));
    expect(await attributesOf(server, UserPoolId, "ada")).toMatchObject({ email_verified: "true" });
  });

  test("that is new is verified by the code that was sent by itself", async () => {
    const AccessToken = await tokenOf("ben");
    await update(AccessToken, { email: "new-ben@example.com" });
    const [letter] = await lettersTo(server, "new-ben@example.com");
    expect(letter?.source).toBe("UpdateUserAttribute");
    await verify(AccessToken, await lastCode(server, "new-ben@example.com"));
    expect(await attributesOf(server, UserPoolId, "ben")).toMatchObject({
      email: "new-ben@example.com",
      email_verified: "true",
    });
  });

  test("can be a phone number that the pool does not verify by itself", async () => {
    const phone_number = "+15555550111";
    const AccessToken = await tokenOf("phil", { phone_number });
    await ask(AccessToken, "phone_number");
    await verify(AccessToken, await lastCode(server, phone_number), "phone_number");
    expect(await attributesOf(server, UserPoolId, "phil")).toMatchObject({ phone_number_verified: "true" });
  });

  test("set by an administrator gets its code too", async () => {
    const AccessToken = await tokenOf("amy");
    const UserAttributes = attributeList({ email: "new-amy@example.com" });
    await server.admin.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: "amy", UserAttributes }),
    );
    await verify(AccessToken, await lastCode(server, "new-amy@example.com"));
    expect(await attributesOf(server, UserPoolId, "amy")).toMatchObject({ email_verified: "true" });
  });
});

describe("VerifyUserAttribute", () => {
  test("refuses a wrong code, one nobody asked for, and one of a day ago", async () => {
    const AccessToken = await tokenOf("wanda");
    await expectFailure(verify(AccessToken, "123456"), "ExpiredCodeException", expired);
    await ask(AccessToken);
    const code = await lastCode(server, mailOf("wanda"));
    await expectFailure(verify(AccessToken, otherThan(code)), "CodeMismatchException", mismatch);
    server.advance(86_400);
    const later = (await signIn(server, ClientId, "wanda")).AccessToken;
    await expectFailure(verify(later, code), "ExpiredCodeException", expired);
  });

  test("AC-07: takes the newest code only, and each once", async () => {
    const AccessToken = await tokenOf("newest");
    await ask(AccessToken);
    const old = await lastCode(server, mailOf("newest"));
    await ask(AccessToken);
    const code = await lastCode(server, mailOf("newest"));
    await expectFailure(verify(AccessToken, old), "CodeMismatchException", mismatch);
    await verify(AccessToken, code);
    await expectFailure(verify(AccessToken, code), "ExpiredCodeException", expired);
  });

  test("AP-08: a code that went to one address verifies no other", async () => {
    const plain = await createPool(server);
    const client = await passwordClient(server, plain);
    await createPerson(server, plain, "eve", { email: mailOf("eve") });
    const { AccessToken } = await signIn(server, client, "eve");
    await ask(AccessToken);
    const code = await lastCode(server, mailOf("eve"));
    await update(AccessToken, { email: "victim@example.com" });
    await expectFailure(verify(AccessToken, code), "ExpiredCodeException", expired);
    expect((await attributesOf(server, plain, "eve"))["email_verified"]).not.toBe("true");
  });

  test("AP-08: a code that went to one address is not good for the other attribute or another person", async () => {
    const mine = await tokenOf("mine", { email: mailOf("mine"), phone_number: "+15555550112" });
    const yours = await tokenOf("yours");
    await ask(mine);
    await ask(yours);
    await ask(mine, "phone_number");
    const code = await lastCode(server, mailOf("mine"));
    await expectFailure(verify(mine, code, "phone_number"), "CodeMismatchException");
    await expectFailure(verify(yours, code), "CodeMismatchException");
  });

  test("AC-12: does not take another's verified alias", async () => {
    const aliases = await createPool(server, { AliasAttributes: ["email"] });
    const client = await passwordClient(server, aliases);
    const email = "star@example.com";
    await createPerson(server, aliases, "star", { email, email_verified: "true" });
    await createPerson(server, aliases, "fan", { email });
    const { AccessToken } = await signIn(server, client, "fan");
    await ask(AccessToken);
    await expectFailure(
      verify(AccessToken, await lastCode(server, email)),
      "AliasExistsException",
      "An account with the email already exists.",
    );
  });

  test("AC-06: of fifty with the right code at once, one verifies", async () => {
    const AccessToken = await tokenOf("race");
    await ask(AccessToken);
    const code = await lastCode(server, mailOf("race"));
    const counts = await outcomes(times(50, () => verify(AccessToken, code)));
    expect(counts["ok"]).toBe(1);
  });

  test("AC-03: of a hundred wrong codes at once, no more are looked at than the lock-out allows", async () => {
    const AccessToken = await tokenOf("storm");
    await ask(AccessToken);
    const wrong = otherThan(await lastCode(server, mailOf("storm")));
    const counts = await outcomes(times(100, () => verify(AccessToken, wrong)));
    expect(counts).toEqual({ CodeMismatchException: 5, LimitExceededException: 95 });
  });

  test("takes fifteen tries an hour", async () => {
    const AccessToken = await tokenOf("tries");
    for (let attempt = 0; attempt < 15; attempt++) await verify(AccessToken, "1").catch(() => undefined);
    await expectFailure(verify(AccessToken, "1"), "LimitExceededException", tooOften);
  });
});

describe("GetUserAttributeVerificationCode", () => {
  test("needs an address, and knows two kinds of it", async () => {
    const AccessToken = await tokenOf("bare", {});
    const missing = "The user has no email to verify.";
    await expectFailure(ask(AccessToken), "InvalidParameterException", missing);
    for (const name of ["name", "sub", "email_verified"]) {
      const message = `${name} is not an attribute that can be verified.`;
      await expectFailure(ask(AccessToken, name), "InvalidParameterException", message);
      await expectFailure(verify(AccessToken, "1", name), "InvalidParameterException", message);
    }
  });

  test("sends five an hour", async () => {
    const AccessToken = await tokenOf("eager");
    for (let attempt = 0; attempt < 5; attempt++) await ask(AccessToken);
    await expectFailure(ask(AccessToken), "LimitExceededException", tooOften);
  });
});

test("no code of an address outlives the address", async () => {
  const AccessToken = await tokenOf("gone");
  await ask(AccessToken);
  const code = await lastCode(server, mailOf("gone"));
  await server.admin.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ["email"] }));
  await expectFailure(verify(AccessToken, code), "ExpiredCodeException", expired);
});

test.each(["GetUserAttributeVerificationCode", "VerifyUserAttribute"])(
  "AP-06: %s does not take the person's name for a token",
  async (operation) => {
    await createPerson(server, UserPoolId, `named-${operation}`);
    const named = { Username: `named-${operation}`, UserPoolId, AttributeName: "email", Code: "123456" };
    expect(await unsigned(server, operation, named)).toBe("InvalidParameterException");
    const forged = { ...named, AccessToken: "not.a.token" };
    expect(await unsigned(server, operation, forged)).toBe("NotAuthorizedException");
  },
);
