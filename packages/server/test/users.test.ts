/** An administrator makes people, changes them, locks them out and lets them in. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
import { expectFailure, passwordClient, refresh, signIn, unsigned } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, {
    Schema: [
      { Name: "team", AttributeDataType: "String", Mutable: true },
      { Name: "tenant", AttributeDataType: "String", Mutable: false },
      { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true, Mutable: true },
    ],
  });
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const create = (Username: string, more: Partial<AdminCreateUserCommandInput> = {}) =>
  server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS", ...more }));
const get = (Username: string) => server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }));

describe("AdminCreateUser", () => {
  test("answers the new person, who must change their password", async () => {
    const { User } = await create("ada", { UserAttributes: [{ Name: "email", Value: "ada@example.com" }] });
    expect(User).toMatchObject({ Username: "ada", Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" });
    expect(User?.Attributes).toEqual([
      { Name: "sub", Value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      { Name: "email", Value: "ada@example.com" },
    ]);
    expect(User?.UserCreateDate?.getTime()).toBe(server.clock.now());
    expect(await get("ada")).toMatchObject({ Username: "ada", UserAttributes: User?.Attributes });
  });

  test("refuses a name that is taken, whatever its case in a pool that ignores case", async () => {
    await create("taken");
    await expectFailure(create("taken"), "UsernameExistsException", "User account already exists");
    const folding = await createPool(server, { UsernameConfiguration: { CaseSensitive: false } });
    await create("Grace", { UserPoolId: folding });
    await expectFailure(create("grace", { UserPoolId: folding }), "UsernameExistsException");
  });

  test("AC-12: refuses a name that is another's sub", async () => {
    const { User } = await create("victim");
    await expectFailure(create(User?.Attributes?.[0]?.Value ?? ""), "UsernameExistsException");
  });

  test("refuses a temporary password that breaks the policy, and makes nobody", async () => {
    const message = "Password did not conform with policy: Password must have uppercase characters";
    const call = create("weak", { TemporaryPassword: "swimming-pool-1" });
    await expectFailure(call, "InvalidPasswordException", message);
    await expectFailure(get("weak"), "UserNotFoundException", "User does not exist.");
  });

  test("refuses attributes the pool does not know", async () => {
    const call = create("odd", { UserAttributes: [{ Name: "custom:foo", Value: "1" }] });
    const message = "Invalid user attributes: user.custom:foo: Attribute does not exist in the schema.\n";
    await expectFailure(call, "InvalidParameterException", message);
  });

  test("refuses to invite through media that cannot reach the person", async () => {
    const call = create("mute", { MessageAction: undefined, DesiredDeliveryMediums: ["EMAIL"] });
    await expectFailure(call, "CodeDeliveryFailureException");
    await expectFailure(get("mute"), "UserNotFoundException");
  });

  test("invites again only who has not signed in yet", async () => {
    await expectFailure(create("nobody", { MessageAction: "RESEND" }), "UserNotFoundException");
    await createPerson(server, UserPoolId, "settled");
    await expectFailure(
      create("settled", { MessageAction: "RESEND" }),
      "UnsupportedUserStateException",
      "Resend not possible. settled status is not FORCE_CHANGE_PASSWORD",
    );
  });

  test("answers ResourceNotFoundException for a pool nobody has", async () => {
    const call = create("ada", { UserPoolId: "us-east-1_nowherexx" });
    await expectFailure(call, "ResourceNotFoundException", "User pool us-east-1_nowherexx does not exist.");
  });
});

test("a temporary password opens the challenge for a new one for a week, and a new invitation begins a new week", async () => {
  // A server of its own, whose clock no other story needs.
  const own = await testServer();
  const pool = await createPool(own);
  const app = await passwordClient(own, pool);
  const invite = (MessageAction: "SUPPRESS" | "RESEND") => {
    const UserAttributes = [{ Name: "email", Value: "temp@example.com" }];
    const input = { UserPoolId: pool, Username: "temp", TemporaryPassword: password, UserAttributes };
    return own.admin.send(new AdminCreateUserCommand({ ...input, MessageAction }));
  };
  const begin = () => {
    const AuthParameters = { USERNAME: "temp", PASSWORD: password };
    const input = { ClientId: app, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;
    return own.admin.send(new InitiateAuthCommand(input));
  };
  await invite("SUPPRESS");
  expect(await begin()).toMatchObject({ ChallengeName: "NEW_PASSWORD_REQUIRED" });
  own.advance(7 * 86_400);
  const message = "Temporary password has expired and must be reset by an administrator.";
  await expectFailure(begin(), "NotAuthorizedException", message);
  await invite("RESEND");
  expect(await begin()).toMatchObject({ ChallengeName: "NEW_PASSWORD_REQUIRED" });
});

describe("where people sign in by e-mail address", () => {
  let byEmail: string;
  beforeAll(async () => {
    byEmail = await createPool(server, { UsernameAttributes: ["email"] });
  });

  test("the username is the sub, and the address an attribute", async () => {
    const { User } = await create("ada@example.com", { UserPoolId: byEmail });
    const sub = User?.Attributes?.[0]?.Value;
    expect(User?.Username).toBe(sub);
    expect(User?.Attributes).toContainEqual({ Name: "email", Value: "ada@example.com" });
  });

  test("anything else is no username", async () => {
    const call = create("ada", { UserPoolId: byEmail });
    await expectFailure(call, "InvalidParameterException", "Username should be an email.");
    const either = await createPool(server, { UsernameAttributes: ["email", "phone_number"] });
    const message = "Username should be either an email or a phone number.";
    await expectFailure(create("ada", { UserPoolId: either }), "InvalidParameterException", message);
  });

  test("an address belongs to one person", async () => {
    await create("eve@example.com", { UserPoolId: byEmail });
    const message = "An account with the given email already exists.";
    await expectFailure(
      create("eve@example.com", { UserPoolId: byEmail }),
      "UsernameExistsException",
      message,
    );
  });

  test("a username and an attribute that contradict each other are refused", async () => {
    const UserAttributes = [{ Name: "email", Value: "other@example.com" }];
    const call = create("one@example.com", { UserPoolId: byEmail, UserAttributes });
    await expectFailure(call, "InvalidParameterException");
  });
});

describe("where a verified address is an alias", () => {
  let withAlias: string;
  const verified = (email: string) => [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  beforeAll(async () => {
    withAlias = await createPool(server, { AliasAttributes: ["email"] });
  });
  const find = (Username: string) =>
    server.admin.send(new AdminGetUserCommand({ UserPoolId: withAlias, Username }));

  test("AC-12: no username looks like one", async () => {
    const message = "Username cannot be of email format, since user pool is configured for email alias.";
    await expectFailure(
      create("a@example.com", { UserPoolId: withAlias }),
      "InvalidParameterException",
      message,
    );
  });

  test("it belongs to one person, and moves only on demand", async () => {
    const UserAttributes = verified("shared@example.com");
    await create("first", { UserPoolId: withAlias, UserAttributes });
    const again = create("second", { UserPoolId: withAlias, UserAttributes });
    const message = "An account with the given email already exists.";
    await expectFailure(again, "UsernameExistsException", message);
    await create("second", { UserPoolId: withAlias, UserAttributes, ForceAliasCreation: true });
    expect((await find("shared@example.com")).Username).toBe("second");
    expect((await find("first")).UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
  });

  test("AC-12: an address that nobody has verified moves none, on demand neither", async () => {
    await create("holder", { UserPoolId: withAlias, UserAttributes: verified("held@example.com") });
    const UserAttributes = [{ Name: "email", Value: "held@example.com" }];
    await create("claimant", { UserPoolId: withAlias, UserAttributes, ForceAliasCreation: true });
    const found = await find("held@example.com");
    expect([found.Username, found.UserAttributes]).toEqual([
      "holder",
      expect.arrayContaining([{ Name: "email_verified", Value: "true" }]),
    ]);
  });

  test("AC-12: an administrator's update does not take another's alias", async () => {
    await create("owner", { UserPoolId: withAlias, UserAttributes: verified("owner@example.com") });
    await create("taker", { UserPoolId: withAlias });
    const UserAttributes = verified("owner@example.com");
    await expectFailure(
      server.admin.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId: withAlias, Username: "taker", UserAttributes }),
      ),
      "AliasExistsException",
      "An account with the email already exists.",
    );
  });
});

describe("attributes", () => {
  const update = (Username: string, attributes: Record<string, string>) =>
    server.admin.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId,
        Username,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    );

  test("an administrator verifies addresses and writes developers' attributes", async () => {
    await create("paul", { UserAttributes: [{ Name: "email", Value: "paul@example.com" }] });
    await update("paul", { email_verified: "true", "custom:team": "red", "dev:custom:note": "VIP" });
    expect(await attributesOf(server, UserPoolId, "paul")).toMatchObject({
      email_verified: "true",
      "custom:team": "red",
      "dev:custom:note": "VIP",
    });
  });

  test("a new address is not verified unless the administrator says so", async () => {
    await update("paul", { email: "paula@example.com" });
    expect(await attributesOf(server, UserPoolId, "paul")).toMatchObject({
      email: "paula@example.com",
      email_verified: "false",
    });
  });

  test("an immutable attribute is set at creation and stays", async () => {
    await create("tina", { UserAttributes: [{ Name: "custom:tenant", Value: "blue" }] });
    const message = "user.custom:tenant: Attribute cannot be updated.\n";
    await expectFailure(update("tina", { "custom:tenant": "red" }), "InvalidParameterException", message);
    expect(await attributesOf(server, UserPoolId, "tina")).toMatchObject({ "custom:tenant": "blue" });
  });

  test("are deleted by name or by a blank value", async () => {
    await create("dora", {
      UserAttributes: [
        { Name: "name", Value: "Dora" },
        { Name: "custom:team", Value: "red" },
      ],
    });
    await update("dora", { name: "" });
    const command = { UserPoolId, Username: "dora", UserAttributeNames: ["custom:team"] };
    await server.admin.send(new AdminDeleteUserAttributesCommand(command));
    expect(Object.keys(await attributesOf(server, UserPoolId, "dora"))).toEqual(["sub"]);
  });

  test("of nobody cannot be changed", async () => {
    await expectFailure(update("nobody", { name: "x" }), "UserNotFoundException", "User does not exist.");
  });
});

describe("RT-08: at once every token of a person stops working when", () => {
  const cases = {
    "they are disabled": () => new AdminDisableUserCommand({ UserPoolId, Username: "rita" }),
    "they are signed out everywhere": () =>
      new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "rita" }),
    "their password is set": () =>
      new AdminSetUserPasswordCommand({ UserPoolId, Username: "rita", Password: password, Permanent: true }),
    "their password is reset": () => new AdminResetUserPasswordCommand({ UserPoolId, Username: "rita" }),
    "they are deleted": () => new AdminDeleteUserCommand({ UserPoolId, Username: "rita" }),
  };

  test.each(Object.entries(cases))("%s", async (_when, command) => {
    await createPerson(server, UserPoolId, "rita", { email: "rita@example.com", email_verified: "true" });
    const { AccessToken, RefreshToken } = await signIn(server, ClientId, "rita");
    await server.admin.send(new GetUserCommand({ AccessToken }));
    // One of five commands, each with a type of its own, which send cannot infer from the union.
    await server.admin.send(command() as AdminDeleteUserCommand);
    await expect(server.admin.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: expect.stringMatching(/^(NotAuthorized|UserNotFound)Exception$/),
    });
    await expectFailure(refresh(server, ClientId, RefreshToken), "NotAuthorizedException");
    await server.admin
      .send(new AdminDeleteUserCommand({ UserPoolId, Username: "rita" }))
      .catch(() => undefined);
  });
});

describe("TK-18: a disabled person", () => {
  test("stays listed, cannot sign in, and can again once enabled, with new tokens only", async () => {
    await createPerson(server, UserPoolId, "dan");
    const old = await signIn(server, ClientId, "dan");
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: "dan" }));
    expect(await get("dan")).toMatchObject({ Enabled: false, UserStatus: "CONFIRMED" });
    await expectFailure(signIn(server, ClientId, "dan"), "NotAuthorizedException", "User is disabled.");
    await server.admin.send(new AdminEnableUserCommand({ UserPoolId, Username: "dan" }));
    await signIn(server, ClientId, "dan");
    await expectFailure(refresh(server, ClientId, old.RefreshToken), "NotAuthorizedException");
  });
});

describe("passwords", () => {
  test("a temporary one makes the person choose their own", async () => {
    await createPerson(server, UserPoolId, "tom");
    const command = { UserPoolId, Username: "tom", Password: "Another-pool-2" };
    await server.admin.send(new AdminSetUserPasswordCommand(command));
    expect(await get("tom")).toMatchObject({ UserStatus: "FORCE_CHANGE_PASSWORD" });
  });

  test("must obey the policy", async () => {
    await create("pia");
    const command = { UserPoolId, Username: "pia", Password: "short", Permanent: true };
    const message = "Password did not conform with policy: Password not long enough";
    await expectFailure(
      server.admin.send(new AdminSetUserPasswordCommand(command)),
      "InvalidPasswordException",
      message,
    );
  });

  test("a reset needs a verified address, a confirmed person and an enabled one", async () => {
    const reset = (Username: string) =>
      server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
    await createPerson(server, UserPoolId, "unreachable", { email: "u@example.com" });
    await expectFailure(
      reset("unreachable"),
      "InvalidParameterException",
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
    await create("invited");
    const message = "User password cannot be reset in the current state.";
    await expectFailure(reset("invited"), "NotAuthorizedException", message);
    await createPerson(server, UserPoolId, "forgetful", { email: "f@example.com", email_verified: "true" });
    await reset("forgetful");
    expect(await get("forgetful")).toMatchObject({ UserStatus: "RESET_REQUIRED" });
    await expectFailure(signIn(server, ClientId, "forgetful"), "PasswordResetRequiredException");
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: "forgetful" }));
    await expectFailure(reset("forgetful"), "NotAuthorizedException", "User is disabled.");
  });
});

test("AdminConfirmSignUp confirms nobody who is confirmed already", async () => {
  await createPerson(server, UserPoolId, "carl");
  await expectFailure(
    server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "carl" })),
    "NotAuthorizedException",
    "User cannot be confirmed. Current status is CONFIRMED",
  );
});

test("a person answers to their sub", async () => {
  const { sub } = await createPerson(server, UserPoolId, "sue");
  expect((await get(sub)).Username).toBe("sue");
});

test("AP-09: a person of one pool is nobody in another", async () => {
  const { sub } = await createPerson(server, UserPoolId, "local");
  const other = await createPool(server);
  const find = (Username: string) =>
    server.admin.send(new AdminGetUserCommand({ UserPoolId: other, Username }));
  await expectFailure(find("local"), "UserNotFoundException");
  await expectFailure(find(sub), "UserNotFoundException");
});

test.each([
  "AdminCreateUser",
  "AdminGetUser",
  "AdminDeleteUser",
  "AdminEnableUser",
  "AdminDisableUser",
  "AdminSetUserPassword",
  "AdminResetUserPassword",
  "AdminConfirmSignUp",
  "AdminUpdateUserAttributes",
  "AdminDeleteUserAttributes",
  "AdminUserGlobalSignOut",
  "ListUsers",
])("AP-03: %s refuses an unsigned caller", async (operation) => {
  expect(await unsigned(server, operation, { UserPoolId, Username: "ada" })).toBe(
    "MissingAuthenticationTokenException",
  );
});
