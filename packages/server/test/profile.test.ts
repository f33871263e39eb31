/** A person looks after their own account with their access token. */
import {
  ChangePasswordCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure, passwordClient, refresh, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    AutoVerifiedAttributes: ["email"],
    Schema: [{ Name: "team", AttributeDataType: "String", Mutable: true }],
  });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const getUser = (AccessToken: string) => server.admin.send(new GetUserCommand({ AccessToken }));
const update = (AccessToken: string, attributes: Record<string, string>) =>
  server.admin.send(
    new UpdateUserAttributesCommand({
      AccessToken,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
const person = async (name: string, attributes: Record<string, string> = {}) => {
  await createPerson(server, UserPoolId, name, attributes);
  return signIn(server, ClientId, name);
};

describe("GetUser", () => {
  test("shows the person, the sub first", async () => {
    const { AccessToken } = await person("ada", { name: "Ada" });
    const { Username, UserAttributes } = await getUser(AccessToken);
    expect(Username).toBe("ada");
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(["sub", "name"]);
  });

  test("shows only what the client may read", async () => {
    const narrow = await passwordClient(server, UserPoolId, { ReadAttributes: ["email"] });
    await createPerson(server, UserPoolId, "shy", { name: "Shy", email: "shy@example.com" });
    const { AccessToken } = await signIn(server, narrow, "shy");
    const { UserAttributes } = await getUser(AccessToken);
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(["sub", "email"]);
  });
});

describe("attributes", () => {
  test("AP-07: nobody verifies their own address", async () => {
    const { AccessToken } = await person("mallory", { email: "mallory@example.com" });
    const message = "A client attempted to write unauthorized attribute";
    for (const name of ["email_verified", "phone_number_verified", "sub", "custom:team"]) {
      await expectFailure(update(AccessToken, { [name]: "true" }), "NotAuthorizedException", message);
    }
    expect((await getUser(AccessToken)).UserAttributes).not.toContainEqual(
      expect.objectContaining({ Name: "email_verified" }),
    );
  });

  test("AP-08: a new address is unverified, and a code goes to it", async () => {
    const { AccessToken } = await person("eve", { email: "eve@example.com", email_verified: "true" });
    const { CodeDeliveryDetailsList } = await update(AccessToken, {
      email: "victim@example.com",
      name: "Eve",
    });
    expect(CodeDeliveryDetailsList).toEqual([
      { Destination: "v***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    ]);
    const { UserAttributes } = await getUser(AccessToken);
    expect(UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
  });

  test("AP-08: no code is sent for the same address in other letters", async () => {
    const { AccessToken } = await person("same", { email: "same@example.com", email_verified: "true" });
    const { CodeDeliveryDetailsList } = await update(AccessToken, { email: "SAME@example.com" });
    expect(CodeDeliveryDetailsList).toEqual([]);
    const { UserAttributes } = await getUser(AccessToken);
    expect(UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
  });

  test("AP-08: another's verified alias cannot be taken", async () => {
    const withAlias = await createPool(server, { AliasAttributes: ["preferred_username"] });
    const app = await passwordClient(server, withAlias);
    await createPerson(server, withAlias, "victim", { preferred_username: "star" });
    await createPerson(server, withAlias, "thief");
    const { AccessToken } = await signIn(server, app, "thief");
    for (const preferred_username of ["star", "victim"]) {
      await expectFailure(update(AccessToken, { preferred_username }), "AliasExistsException");
    }
  });

  test("are deleted by name", async () => {
    const { AccessToken } = await person("dora", { name: "Dora" });
    const command = new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ["name"] });
    await server.admin.send(command);
    const { UserAttributes } = await getUser(AccessToken);
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(["sub"]);
    await expectFailure(
      server.admin.send(
        new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ["email_verified"] }),
      ),
      "NotAuthorizedException",
    );
  });
});

describe("ChangePassword", () => {
  const change = (AccessToken: string, PreviousPassword: string, ProposedPassword: string) =>
    server.admin.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
  const next = "Another-pool-2";

  test("RT-08: ends every sign-in but the one that asks", async () => {
    const mine = await person("paula");
    const elsewhere = await signIn(server, ClientId, "paula");
    await change(mine.AccessToken, password, next);
    await getUser(mine.AccessToken);
    await refresh(server, ClientId, mine.RefreshToken);
    const message = "Access Token has been revoked";
    await expectFailure(getUser(elsewhere.AccessToken), "NotAuthorizedException", message);
    await expectFailure(refresh(server, ClientId, elsewhere.RefreshToken), "NotAuthorizedException");
    await expectFailure(signIn(server, ClientId, "paula"), "NotAuthorizedException");
    await signIn(server, ClientId, "paula", next);
  });

  test("needs the old password, and a new one that obeys the policy", async () => {
    const { AccessToken } = await person("wanda");
    const message = "Incorrect username or password.";
    await expectFailure(change(AccessToken, "Wrong-pool-9", next), "NotAuthorizedException", message);
    await expectFailure(change(AccessToken, password, "short"), "InvalidPasswordException");
    await signIn(server, ClientId, "wanda");
  });

  test("of two at once that know the same old password one is done, and the other refused", async () => {
    const { AccessToken } = await person("tina");
    const asked = ["Another-pool-3", "Another-pool-4"];
    const answers = await Promise.allSettled(asked.map((each) => change(AccessToken, password, each)));
    const refused = answers.filter(({ status }) => status === "rejected");
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ name: "NotAuthorizedException" }) }),
    ]);
    const held = answers.findIndex(({ status }) => status === "fulfilled");
    await signIn(server, ClientId, "tina", asked[held]);
    await expectFailure(signIn(server, ClientId, "tina", asked[1 - held]), "NotAuthorizedException");
  });

  test("is for five times in an hour, for whoever knows the old password too", async () => {
    const { AccessToken } = await person("iris");
    const passwords = [password, "Another-1", "Another-2", "Another-3", "Another-4", "Another-5"];
    for (const [index, proposed] of passwords.slice(1).entries()) {
      await change(AccessToken, passwords[index] ?? "", proposed);
    }
    const tooOften = "Attempt limit exceeded, please try after some time.";
    await expectFailure(change(AccessToken, "Another-5", next), "LimitExceededException", tooOften);
    await signIn(server, ClientId, "iris", "Another-5");
  });

  test("a stolen token does not allow guessing: attempts are counted with those of signing in", async () => {
    const { AccessToken } = await person("gus");
    for (let guess = 0; guess < 6; guess++)
      await change(AccessToken, `Guess-number-${guess}`, next).catch(() => {});
    await expectFailure(change(AccessToken, password, next), "LimitExceededException");
    await expectFailure(
      signIn(server, ClientId, "gus"),
      "NotAuthorizedException",
      "Password attempts exceeded",
    );
  });
});

test("RT-08: GlobalSignOut ends every sign-in, the one that asks included", async () => {
  const mine = await person("greta");
  const elsewhere = await signIn(server, ClientId, "greta");
  await server.admin.send(new GlobalSignOutCommand({ AccessToken: mine.AccessToken }));
  for (const { AccessToken, RefreshToken } of [mine, elsewhere]) {
    await expectFailure(getUser(AccessToken), "NotAuthorizedException", "Access Token has been revoked");
    await expectFailure(refresh(server, ClientId, RefreshToken), "NotAuthorizedException");
  }
});

test("RT-08: DeleteUser leaves nothing to sign in with", async () => {
  const { AccessToken, RefreshToken } = await person("gone");
  await server.admin.send(new DeleteUserCommand({ AccessToken }));
  await expectFailure(getUser(AccessToken), "UserNotFoundException", "User does not exist.");
  await expectFailure(refresh(server, ClientId, RefreshToken), "NotAuthorizedException");
  await createPerson(server, UserPoolId, "gone");
});

test("AP-05: without a good access token nothing opens", async () => {
  const AccessToken = "not.a.token";
  const calls = [
    () => server.admin.send(new GetUserCommand({ AccessToken })),
    () => update(AccessToken, { name: "x" }),
    () => server.admin.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ["name"] })),
    () => server.admin.send(new ChangePasswordCommand({ AccessToken, ProposedPassword: password })),
    () => server.admin.send(new DeleteUserCommand({ AccessToken })),
    () => server.admin.send(new GlobalSignOutCommand({ AccessToken })),
  ];
  for (const call of calls) await expectFailure(call(), "NotAuthorizedException", "Invalid Access Token");
});
