/** The code of a sign-up: whom it confirms, how often it may be tried, and what strangers learn by trying. */
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, confirm, outcomes, signUp, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;
/** Hides who exists. */
let hiding: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, { AutoVerifiedAttributes: ["email"] });
  ClientId = await passwordClient(server, UserPoolId);
  hiding = await passwordClient(server, UserPoolId, { PreventUserExistenceErrors: "ENABLED" });
});
afterAll(() => server.close());

const mismatch = "Invalid verification code provided, please try again.";
const expired = "Invalid code provided, please request a code again.";
const tooOften = "Attempt limit exceeded, please try after some time.";
const nobody = "Username/client id combination not found.";

const mailOf = (name: string) => `${name}@example.com`;
/** Signs somebody up and answers the code they got. */
const begin = async (name: string) => {
  await signUp(server, ClientId, name, { email: mailOf(name) });
  return lastCode(server, mailOf(name));
};
const resend = (Username: string, client = ClientId) =>
  server.admin.send(new ResendConfirmationCodeCommand({ ClientId: client, Username }));
const statusOf = async (Username: string) =>
  (await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus;
const disable = (Username: string) =>
  server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username }));

describe("ConfirmSignUp", () => {
  test("refuses a wrong code, and takes the right one afterwards", async () => {
    const code = await begin("wanda");
    const wrong = confirm(server, ClientId, "wanda", otherThan(code));
    await expectFailure(wrong, "CodeMismatchException", mismatch);
    await confirm(server, ClientId, "wanda", code);
    expect(await statusOf("wanda")).toBe("CONFIRMED");
  });

  test("refuses a code after a day", async () => {
    const code = await begin("late");
    server.advance(86_400);
    for (const client of [ClientId, hiding]) {
      await expectFailure(confirm(server, client, "late", code), "ExpiredCodeException", expired);
    }
    expect(await statusOf("late")).toBe("UNCONFIRMED");
  });

  test("TK-18: says who is confirmed already, disabled or unknown, and confirms none of them", async () => {
    await createPerson(server, UserPoolId, "carl");
    const confirmed = "User cannot be confirmed. Current status is CONFIRMED";
    await expectFailure(confirm(server, ClientId, "carl", "123456"), "NotAuthorizedException", confirmed);
    const code = await begin("dan");
    await disable("dan");
    for (const client of [ClientId, hiding]) {
      const disabled = confirm(server, client, "dan", code);
      await expectFailure(disabled, "NotAuthorizedException", "User is disabled.");
    }
    expect(await statusOf("dan")).toBe("UNCONFIRMED");
    await expectFailure(confirm(server, ClientId, "nobody", "123456"), "UserNotFoundException", nobody);
  });

  test("of somebody else's code makes nothing", async () => {
    const code = await begin("mine");
    await begin("yours");
    await expectFailure(confirm(server, ClientId, "yours", code), "CodeMismatchException");
  });

  test("AP-08: proves nothing about an address that the person has no more", async () => {
    const code = await begin("moved");
    const UserAttributes = attributeList({ email: "elsewhere@example.com" });
    const change = { UserPoolId, Username: "moved", UserAttributes };
    await server.admin.send(new AdminUpdateUserAttributesCommand(change));
    await expectFailure(confirm(server, ClientId, "moved", code), "ExpiredCodeException", expired);
    expect(await statusOf("moved")).toBe("UNCONFIRMED");
  });

  test("AC-06: of fifty with the right code at once, one confirms", async () => {
    const code = await begin("race");
    const counts = await outcomes(times(50, () => confirm(server, ClientId, "race", code)));
    expect(counts["ok"]).toBe(1);
    expect(await statusOf("race")).toBe("CONFIRMED");
  });

  test("AC-03: of a hundred wrong codes at once, no more are looked at than the lock-out allows", async () => {
    const code = await begin("storm");
    const counts = await outcomes(times(100, () => confirm(server, ClientId, "storm", otherThan(code))));
    expect(counts["CodeMismatchException"]).toBe(5);
    expect(counts["LimitExceededException"]).toBe(95);
    const locked = "Password attempts exceeded";
    await expectFailure(signIn(server, ClientId, "storm"), "NotAuthorizedException", locked);
  });

  test.each(["somebody", "nobody-at-all"])("allows fifteen tries an hour: %s", async (name) => {
    if (name === "somebody") await begin(name);
    for (let attempt = 0; attempt < 15; attempt++) {
      await confirm(server, hiding, name, "000000").catch(() => undefined);
      server.advance(200);
    }
    await expectFailure(confirm(server, hiding, name, "000000"), "LimitExceededException", tooOften);
    server.advance(3600);
    await expectFailure(confirm(server, hiding, name, "000000"), "CodeMismatchException", mismatch);
  });
});

describe("ResendConfirmationCode", () => {
  test("AC-07: the new code works, and the one before does not", async () => {
    const old = await begin("resent");
    expect(await resend("resent")).toMatchObject({
      CodeDeliveryDetails: { Destination: "r***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    });
    const [letter] = await lettersTo(server, mailOf("resent"));
    expect(letter?.source).toBe("ResendCode");
    const code = await lastCode(server, mailOf("resent"));
    await expectFailure(confirm(server, ClientId, "resent", old), "CodeMismatchException", mismatch);
    await confirm(server, ClientId, "resent", code);
  });

  test("says who is confirmed already, disabled or unknown", async () => {
    await createPerson(server, UserPoolId, "cora", { email: mailOf("cora") });
    await expectFailure(resend("cora"), "InvalidParameterException", "User is already confirmed.");
    await begin("dora");
    await disable("dora");
    await expectFailure(resend("dora"), "NotAuthorizedException", "User is disabled.");
    await expectFailure(resend("nobody"), "UserNotFoundException", nobody);
  });

  test("needs a pool that verifies addresses, and a person who has one", async () => {
    const message = "Cannot resend codes. Auto verification not turned on.";
    await signUp(server, ClientId, "bare");
    await expectFailure(resend("bare"), "NotAuthorizedException", message);
    const client = await passwordClient(server, await createPool(server));
    await expectFailure(resend("nobody", client), "NotAuthorizedException", message);
  });

  test("sends five an hour, to somebody and to nobody", async () => {
    await begin("eager");
    for (const name of ["eager", "eager-nobody"]) {
      for (let attempt = 0; attempt < 5; attempt++) await resend(name, hiding);
      await expectFailure(resend(name, hiding), "LimitExceededException", tooOften);
    }
    server.advance(3600);
    await resend("eager", hiding);
  });
});

describe("HP-06: where the client hides who exists", () => {
  test("a wrong code says the same of everybody", async () => {
    await begin("hidden-new");
    await createPerson(server, UserPoolId, "hidden-old");
    await begin("hidden-gone");
    await disable("hidden-gone");
    for (const name of ["hidden-new", "hidden-old", "hidden-gone", "hidden-nobody"]) {
      await expectFailure(confirm(server, hiding, name, "wrong"), "CodeMismatchException", mismatch);
    }
  });

  test("asking for a code says the same every time, and leaves a code with nobody", async () => {
    await createPerson(server, UserPoolId, "hidden-set", { email: mailOf("hidden-set") });
    for (const name of ["hidden-set", "hidden-none"]) {
      const { CodeDeliveryDetails } = await resend(name, hiding);
      expect(CodeDeliveryDetails).toEqual({
        Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
        DeliveryMedium: "EMAIL",
        AttributeName: "email",
      });
      expect((await resend(name, hiding)).CodeDeliveryDetails).toEqual(CodeDeliveryDetails);
      await expectFailure(confirm(server, hiding, name, "000000"), "CodeMismatchException", mismatch);
    }
    expect(await lettersTo(server, mailOf("hidden-set"))).toEqual([]);
  });

  test("the lock-out counts codes and passwords together for nobody too", async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const call = signIn(server, hiding, "locked-nobody", `${password}${attempt}`);
      await expectFailure(call, "NotAuthorizedException", "Incorrect username or password.");
    }
    const call = confirm(server, hiding, "locked-nobody", "000000");
    await expectFailure(call, "LimitExceededException", tooOften);
  });
});

describe("where a verified address is an alias", () => {
  let aliases: string;
  let app: string;
  beforeAll(async () => {
    aliases = await createPool(server, { AliasAttributes: ["email"], AutoVerifiedAttributes: ["email"] });
    app = await passwordClient(server, aliases);
  });
  const find = (Username: string) =>
    server.admin.send(new AdminGetUserCommand({ UserPoolId: aliases, Username }));

  test("AC-12: it stays with whoever has it, unless the newcomer asks for it and proves it", async () => {
    const email = "shared@example.com";
    for (const name of ["first", "second"]) {
      await signUp(server, app, name, { email });
      if (name === "first") await confirm(server, app, name, await lastCode(server, email));
    }
    const code = await lastCode(server, email);
    await expectFailure(
      confirm(server, app, "second", code),
      "AliasExistsException",
      "An account with the email already exists.",
    );
    expect((await find(email)).Username).toBe("first");
    await confirm(server, app, "second", code, { ForceAliasCreation: true });
    expect((await find(email)).Username).toBe("second");
    expect((await find("first")).UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
    await signIn(server, app, email);
  });

  test("AC-12: a wrong code takes it from nobody, whatever is asked", async () => {
    const email = "kept@example.com";
    await signUp(server, app, "owner", { email });
    await confirm(server, app, "owner", await lastCode(server, email));
    await signUp(server, app, "thief", { email });
    const code = otherThan(await lastCode(server, email));
    const call = confirm(server, app, "thief", code, { ForceAliasCreation: true });
    await expectFailure(call, "CodeMismatchException");
    expect((await find(email)).Username).toBe("owner");
  });
});
