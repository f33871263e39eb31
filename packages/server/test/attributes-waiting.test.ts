/** Where a new address waits for its proof, the old one stays in use until then. */
import {
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
import { lastCode, lettersTo } from "./support/inbox.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { forget, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, outcomes, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
  });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const expired = "Invalid code provided, please request a code again.";

const mailOf = (name: string) => `${name}@example.com`;
const tokenOf = async (name: string) => {
  await createPerson(server, UserPoolId, mailOf(name), { email_verified: "true" });
  return (await signIn(server, ClientId, mailOf(name))).AccessToken;
};
const update = (AccessToken: string, attributes: Record<string, string>) =>
  server.admin.send(
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: attributeList(attributes) }),
  );
const verify = (AccessToken: string, Code: string) =>
  server.admin.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
const initiate = (USERNAME: string) =>
  new InitiateAuthCommand({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD: password },
  });
const updateByAdmin = (Username: string, attributes: Record<string, string>) => {
  const UserAttributes = attributeList(attributes);
  return server.admin.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
};

test("AP-08: the old address is theirs and opens the account until the code comes back", async () => {
  const AccessToken = await tokenOf("ada");
  const { CodeDeliveryDetailsList } = await update(AccessToken, { email: mailOf("grace"), name: "Ada" });
  expect(CodeDeliveryDetailsList).toEqual([
    { Destination: "g***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
  ]);
  const before = { email: mailOf("ada"), email_verified: "true", name: "Ada" };
  expect(await attributesOf(server, UserPoolId, mailOf("ada"))).toMatchObject(before);
  await signIn(server, ClientId, mailOf("ada"));
  await expectFailure(signIn(server, ClientId, mailOf("grace")), "UserNotFoundException");

  await verify(AccessToken, await lastCode(server, mailOf("grace")));
  expect(await attributesOf(server, UserPoolId, mailOf("grace"))).toMatchObject({
    email: mailOf("grace"),
    email_verified: "true",
  });
  await signIn(server, ClientId, mailOf("grace"));
  await expectFailure(signIn(server, ClientId, mailOf("ada")), "UserNotFoundException");
});

test("another code goes to the address that waits", async () => {
  const AccessToken = await tokenOf("ben");
  await update(AccessToken, { email: mailOf("bert") });
  const old = await lastCode(server, mailOf("bert"));
  const ask = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" });
  expect((await server.admin.send(ask)).CodeDeliveryDetails?.Destination).toBe("b***@e***");
  const code = await lastCode(server, mailOf("bert"));
  expect(await lettersTo(server, mailOf("ben"))).toEqual([]);
  await expectFailure(verify(AccessToken, old), "CodeMismatchException");
  await verify(AccessToken, code);
  expect(await attributesOf(server, UserPoolId, mailOf("bert"))).toMatchObject({ email: mailOf("bert") });
});

test("the last address named is the one that waits; naming the present one ends the waiting", async () => {
  const AccessToken = await tokenOf("cora");
  await update(AccessToken, { email: mailOf("cleo") });
  const first = await lastCode(server, mailOf("cleo"));
  await update(AccessToken, { email: mailOf("cara") });
  await expectFailure(verify(AccessToken, first), "CodeMismatchException");
  const second = await lastCode(server, mailOf("cara"));
  await update(AccessToken, { email: mailOf("cora") });
  await expectFailure(verify(AccessToken, second), "ExpiredCodeException", expired);
  expect(await attributesOf(server, UserPoolId, mailOf("cora"))).toMatchObject({ email_verified: "true" });
});

test("AP-08: an address that somebody else has by then is refused, and the old one stays", async () => {
  const AccessToken = await tokenOf("dora");
  await update(AccessToken, { email: mailOf("dana") });
  const code = await lastCode(server, mailOf("dana"));
  await tokenOf("dana");
  await expectFailure(
    verify(AccessToken, code),
    "AliasExistsException",
    "An account with the email already exists.",
  );
  expect(await attributesOf(server, UserPoolId, mailOf("dora"))).toMatchObject({ email_verified: "true" });
});

test("AP-08: what waits when an administrator sets another address is dropped", async () => {
  const AccessToken = await tokenOf("ella");
  await update(AccessToken, { email: mailOf("emma") });
  const code = await lastCode(server, mailOf("emma"));
  await updateByAdmin(mailOf("ella"), { email: mailOf("enid"), email_verified: "true" });
  await expectFailure(verify(AccessToken, code), "ExpiredCodeException", expired);
  expect(await attributesOf(server, UserPoolId, mailOf("enid"))).toMatchObject({ email_verified: "true" });
});

test("an administrator's new address waits too, unless it is said to be verified", async () => {
  const AccessToken = await tokenOf("fay");
  await updateByAdmin(mailOf("fay"), { email: mailOf("flo") });
  expect(await attributesOf(server, UserPoolId, mailOf("fay"))).toMatchObject({ email_verified: "true" });
  await verify(AccessToken, await lastCode(server, mailOf("flo")));
  expect(await attributesOf(server, UserPoolId, mailOf("flo"))).toMatchObject({ email_verified: "true" });
  await updateByAdmin(mailOf("flo"), { email: mailOf("fern"), email_verified: "true" });
  expect(await attributesOf(server, UserPoolId, mailOf("fern"))).toMatchObject({ email_verified: "true" });
});

test("AP-08: the old address recovers nothing once the new one has replaced it", async () => {
  const AccessToken = await tokenOf("gina");
  await forget(server, ClientId, mailOf("gina"));
  const reset = await lastCode(server, mailOf("gina"));
  await update(AccessToken, { email: mailOf("gwen") });
  await verify(AccessToken, await lastCode(server, mailOf("gwen")));
  const call = recover(server, ClientId, mailOf("gwen"), reset);
  await expectFailure(call, "ExpiredCodeException", expired);
});

test("AC-06: of fifty with the right code at once, one replaces the address", async () => {
  const AccessToken = await tokenOf("hana");
  await update(AccessToken, { email: mailOf("hope") });
  const code = await lastCode(server, mailOf("hope"));
  expect((await outcomes(times(50, () => verify(AccessToken, code))))["ok"]).toBe(1);
});

test("AP-08: nobody changes their address while they are still on the way in", async () => {
  const invite = { UserPoolId, Username: mailOf("ida"), TemporaryPassword: password };
  await server.admin.send(new AdminCreateUserCommand({ ...invite, MessageAction: "SUPPRESS" }));
  const { Session } = await server.admin.send(initiate(mailOf("ida")));
  const ChallengeResponses = { USERNAME: mailOf("ida"), NEW_PASSWORD: "Another-pool-2" };
  const respond = (more: Record<string, string>) =>
    server.admin.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { ...ChallengeResponses, ...more },
      }),
    );
  const call = respond({ "userAttributes.email": mailOf("iris") });
  await expectFailure(call, "InvalidParameterException");
  expect((await respond({})).AuthenticationResult).toBeDefined();
});
