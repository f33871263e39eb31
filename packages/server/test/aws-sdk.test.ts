/** The AWS SDK, as it comes from npm: it reaches every operation there is, and pages through lists. */
import {
  AddCustomAttributesCommand,
  AddUserPoolClientSecretCommand,
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  CreateGroupCommand,
  CreateManagedLoginBrandingCommand,
  CreateResourceServerCommand,
  CreateTermsCommand,
  CreateUserPoolCommand,
  DeleteGroupCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteResourceServerCommand,
  DeleteTermsCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DeleteUserPoolCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeResourceServerCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetClientTokenCommand,
  GetGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GetUICustomizationCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  GetUserPoolMfaConfigCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListTagsForResourceCommand,
  ListTermsCommand,
  ListUserPoolClientSecretsCommand,
  NotAuthorizedException,
  paginateAdminListGroupsForUser,
  paginateListGroups,
  paginateListResourceServers,
  paginateListUserPoolClients,
  paginateListUserPools,
  paginateListUsers,
  paginateListUsersInGroup,
  ResendConfirmationCodeCommand,
  ResourceNotFoundException,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUICustomizationCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateGroupCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateResourceServerCommand,
  UpdateTermsCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { factorOperations, recordAnswered, workingOperations } from "./support/answered.ts";
import { lastCode } from "./support/inbox.ts";
import { unconfirm } from "./support/mishaps.ts";
import { passwordClient, signIn } from "./support/people.ts";
import {
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  password,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { confirm, signUp } from "./support/sign-up.ts";

let server: TestServer;
let admin: CognitoIdentityProviderClient;
let answered: ReadonlySet<string>;

beforeAll(async () => {
  server = await startTestServer();
  admin = server.admin;
  answered = recordAnswered(admin);
});
afterAll(() => server.close());

const newPassword = "Better-Battery-8";

/** Every item of every page, and how many pages there were. */
async function collect<P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => T[] | undefined) {
  const items: T[] = [];
  let count = 0;
  for await (const page of pages) {
    items.push(...(itemsOf(page) ?? []));
    count += 1;
  }
  return { items, pages: count };
}

async function oneByOne(size: number, make: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < size; index += 1) await make(index);
}

describe("the AWS SDK reaches", () => {
  test("user pools", async () => {
    const { UserPool } = await admin.send(new CreateUserPoolCommand({ PoolName: "kept" }));
    const UserPoolId = UserPool?.Id;
    const CustomAttributes = [{ Name: "UAID", AttributeDataType: "String" as const }];
    await admin.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));
    await admin.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: "renamed" }));
    const described = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(described.UserPool?.Name).toBe("renamed");
    expect(described.UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain("custom:UAID");

    const settings = {
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    } as const;
    await admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...settings }));
    expect(await admin.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject(settings);

    await createPool(server);
    const listed = await collect(
      paginateListUserPools({ client: admin, pageSize: 1 }, { MaxResults: 1 }),
      (page) => page.UserPools,
    );
    expect(listed.items.map(({ Id }) => Id)).toContain(UserPoolId);
    expect(listed.pages).toBeGreaterThanOrEqual(listed.items.length);
    expect(listed.items.length).toBeGreaterThan(1);

    await admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(admin.send(new DescribeUserPoolCommand({ UserPoolId }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  test("app clients and their secrets", async () => {
    const UserPoolId = await createPool(server);
    const { clientId: ClientId } = await createClient(server, UserPoolId, { GenerateSecret: true });
    await admin.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: "renamed" }));
    const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient?.ClientName).toBe("renamed");

    const added = await admin.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }));
    const secrets = async () =>
      (await admin.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }))).ClientSecrets ?? [];
    const ClientSecretId = added.ClientSecretDescriptor?.ClientSecretId;
    expect((await secrets()).map((secret) => secret.ClientSecretId)).toContain(ClientSecretId);
    await admin.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId }));
    expect(await secrets()).toHaveLength(1);

    await oneByOne(2, (index) => createClient(server, UserPoolId, { ClientName: `app-${index}` }));
    const listed = await collect(
      paginateListUserPoolClients({ client: admin, pageSize: 2 }, { UserPoolId, MaxResults: 2 }),
      (page) => page.UserPoolClients,
    );
    expect(listed.items.map(({ ClientName }) => ClientName).toSorted()).toEqual([
      "app-0",
      "app-1",
      "renamed",
    ]);
    expect(listed.pages).toBe(2);
    await admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  });

  test("resource servers", async () => {
    const UserPoolId = await createPool(server);
    const Identifier = "api";
    await admin.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: "API" }));
    await admin.send(new UpdateResourceServerCommand({ UserPoolId, Identifier, Name: "The API" }));
    const { ResourceServer } = await admin.send(
      new DescribeResourceServerCommand({ UserPoolId, Identifier }),
    );
    expect(ResourceServer).toMatchObject({ Identifier, Name: "The API" });
    await admin.send(new CreateResourceServerCommand({ UserPoolId, Identifier: "other", Name: "Other" }));
    const listed = await collect(
      paginateListResourceServers({ client: admin, pageSize: 1 }, { UserPoolId, MaxResults: 1 }),
      (page) => page.ResourceServers,
    );
    expect(listed.items.map((each) => each.Identifier).toSorted()).toEqual(["api", "other"]);
    await admin.send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));
  });

  test("groups", async () => {
    const UserPoolId = await createPool(server);
    const names = ["first", "second", "third"];
    await oneByOne(3, (index) => admin.send(new CreateGroupCommand({ UserPoolId, GroupName: names[index] })));
    await oneByOne(3, (index) => createPerson(server, UserPoolId, `person-${index}`));
    await admin.send(new UpdateGroupCommand({ UserPoolId, GroupName: "first", Description: "kept" }));
    const { Group } = await admin.send(new GetGroupCommand({ UserPoolId, GroupName: "first" }));
    expect(Group?.Description).toBe("kept");

    const add = (Username: string, GroupName = "first") =>
      admin.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    await oneByOne(3, (index) => add(`person-${index}`));
    await oneByOne(3, (index) => add("person-0", names[index]));
    const config = { client: admin, pageSize: 2 };
    const groups = await collect(paginateListGroups(config, { UserPoolId }), (page) => page.Groups);
    const ofPerson = await collect(
      paginateAdminListGroupsForUser(config, { UserPoolId, Username: "person-0" }),
      (page) => page.Groups,
    );
    const members = await collect(
      paginateListUsersInGroup(config, { UserPoolId, GroupName: "first" }),
      (page) => page.Users,
    );
    expect(groups.items.map(({ GroupName }) => GroupName).toSorted()).toEqual(names);
    expect(ofPerson.items.map(({ GroupName }) => GroupName).toSorted()).toEqual(names);
    expect(members.items.map(({ Username }) => Username).toSorted()).toEqual([
      "person-0",
      "person-1",
      "person-2",
    ]);
    expect([groups.pages, ofPerson.pages, members.pages]).toEqual([2, 2, 2]);

    await admin.send(
      new AdminRemoveUserFromGroupCommand({ UserPoolId, Username: "person-1", GroupName: "first" }),
    );
    await admin.send(new DeleteGroupCommand({ UserPoolId, GroupName: "first" }));
  });

  test("tags", async () => {
    const { UserPool } = await admin.send(new CreateUserPoolCommand({ PoolName: "tagged" }));
    const ResourceArn = UserPool?.Arn;
    await admin.send(new TagResourceCommand({ ResourceArn, Tags: { team: "doors", stage: "test" } }));
    await admin.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["stage"] }));
    const { Tags } = await admin.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ team: "doors" });
  });

  test("people, as an administrator", async () => {
    const UserPoolId = await createPool(server);
    const who = { UserPoolId, Username: "ada" };
    const TemporaryPassword = "Temporary-Key-9";
    await admin.send(new AdminCreateUserCommand({ ...who, TemporaryPassword, MessageAction: "SUPPRESS" }));
    await admin.send(new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }));
    const UserAttributes = [
      { Name: "name", Value: "Ada" },
      { Name: "email", Value: "ada@example.com" },
      { Name: "email_verified", Value: "true" },
    ];
    await admin.send(new AdminUpdateUserAttributesCommand({ ...who, UserAttributes }));
    await admin.send(new AdminDeleteUserAttributesCommand({ ...who, UserAttributeNames: ["name"] }));
    await admin.send(new AdminDisableUserCommand(who));
    await admin.send(new AdminEnableUserCommand(who));
    const user = await admin.send(new AdminGetUserCommand(who));
    expect(user).toMatchObject({ Username: "ada", Enabled: true, UserStatus: "CONFIRMED" });
    expect(user.UserAttributes?.map(({ Name }) => Name).toSorted()).toEqual([
      "email",
      "email_verified",
      "sub",
    ]);

    const { sub } = Object.fromEntries(
      user.UserAttributes?.map(({ Name = "", Value = "" }) => [Name, Value]) ?? [],
    );
    await unconfirm(server, UserPoolId, { username: "ada", password, sub: sub ?? "" });
    await admin.send(new AdminConfirmSignUpCommand(who));
    await admin.send(new AdminUserGlobalSignOutCommand(who));
    await admin.send(new AdminResetUserPasswordCommand(who));
    expect(await admin.send(new AdminGetUserCommand(who))).toMatchObject({ UserStatus: "RESET_REQUIRED" });

    await oneByOne(4, (index) => createPerson(server, UserPoolId, `person-${index}`));
    const listed = await collect(
      paginateListUsers({ client: admin, pageSize: 2 }, { UserPoolId }),
      (page) => page.Users,
    );
    expect(listed.items).toHaveLength(5);
    expect(listed.pages).toBe(3);
    await admin.send(new AdminDeleteUserCommand(who));
  });

  test("sign-in, with the new password a person must choose", async () => {
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId, {
      ExplicitAuthFlows: [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
    });
    const invite = (Username: string) =>
      admin.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          TemporaryPassword: password,
          MessageAction: "SUPPRESS",
        }),
      );
    await invite("ada");
    await invite("grace");
    const AuthParameters = (USERNAME: string) => ({ USERNAME, PASSWORD: password });
    const ChallengeName = "NEW_PASSWORD_REQUIRED";
    const ChallengeResponses = (USERNAME: string) => ({ USERNAME, NEW_PASSWORD: newPassword });

    const own = await admin.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: AuthParameters("ada"),
      }),
    );
    expect(own.ChallengeName).toBe(ChallengeName);
    const ada = await admin.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session: own.Session,
        ChallengeResponses: ChallengeResponses("ada"),
      }),
    );
    const started = await admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: AuthParameters("grace"),
      }),
    );
    const grace = await admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName,
        Session: started.Session,
        ChallengeResponses: ChallengeResponses("grace"),
      }),
    );
    for (const { AuthenticationResult } of [ada, grace]) {
      expect(AuthenticationResult).toMatchObject({
        AccessToken: expect.stringContaining("."),
        IdToken: expect.stringContaining("."),
        RefreshToken: expect.stringContaining("."),
        TokenType: "Bearer",
        ExpiresIn: 3600,
      });
    }
  });

  test("tokens: refreshed, revoked, and a machine's own", async () => {
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    const { username } = await createPerson(server, UserPoolId, "ada");
    const { RefreshToken } = await signIn(server, ClientId, username);
    const refreshed = await admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    expect(refreshed.AuthenticationResult?.AccessToken).toContain(".");
    await admin.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }));
    await expect(
      admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
    ).rejects.toBeInstanceOf(NotAuthorizedException);

    await createApi(server, UserPoolId);
    // The service takes this flow; the SDK's list of flows has yet to learn it.
    const ExplicitAuthFlows = ["ALLOW_CLIENT_TOKEN_AUTH"] as never[];
    const machine = await createClient(server, UserPoolId, { ...machineClient, ExplicitAuthFlows });
    const { ClientAuthenticationResult } = await admin.send(
      new GetClientTokenCommand({
        ClientId: machine.clientId,
        Secret: machine.clientSecret,
        Scopes: ["api/read"],
      }),
    );
    expect(ClientAuthenticationResult?.AccessToken).toContain(".");
  });

  test("a person's own profile", async () => {
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    await createPerson(server, UserPoolId, "ada", { nickname: "A", name: "Ada" });
    const { AccessToken } = await signIn(server, ClientId, "ada");
    const UserAttributes = [{ Name: "nickname", Value: "Countess" }];
    await admin.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    await admin.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ["name"] }));
    const user = await admin.send(new GetUserCommand({ AccessToken }));
    expect(user.UserAttributes).toContainEqual({ Name: "nickname", Value: "Countess" });
    expect(user.UserAttributes?.map(({ Name }) => Name)).not.toContain("name");
    await admin.send(
      new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword: newPassword }),
    );
    await admin.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(admin.send(new GetUserCommand({ AccessToken }))).rejects.toBeInstanceOf(
      NotAuthorizedException,
    );

    const again = await signIn(server, ClientId, "ada", newPassword);
    await admin.send(new DeleteUserCommand({ AccessToken: again.AccessToken }));
  });

  test("an account of one's own: signed up, recovered, and its address proved", async () => {
    const ClientId = await passwordClient(
      server,
      await createPool(server, { AutoVerifiedAttributes: ["email"] }),
    );
    const named = { ClientId, Username: "ada" };
    const email = "ada@example.com";
    await signUp(server, ClientId, "ada", { email });
    await lastCode(server, email);
    await admin.send(new ResendConfirmationCodeCommand(named));
    await confirm(server, ClientId, "ada", await lastCode(server, email));
    await admin.send(new ForgotPasswordCommand(named));
    const ConfirmationCode = await lastCode(server, email);
    await admin.send(new ConfirmForgotPasswordCommand({ ...named, ConfirmationCode, Password: newPassword }));
    const { AccessToken } = await signIn(server, ClientId, "ada", newPassword);
    const address = { AccessToken, AttributeName: "email" };
    await admin.send(new GetUserAttributeVerificationCodeCommand(address));
    const Code = await lastCode(server, email);
    await admin.send(new VerifyUserAttributeCommand({ ...address, Code }));
  });

  test("how an app's pages look, and what its people agree to", async () => {
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    const CSS = ".submitButton-customizable { background-color: #123456; }";
    await admin.send(new SetUICustomizationCommand({ UserPoolId, CSS }));
    const { UICustomization } = await admin.send(new GetUICustomizationCommand({ UserPoolId, ClientId }));
    expect(UICustomization?.CSS).toContain("#123456");

    const branding = { UserPoolId, ClientId };
    const made = await admin.send(
      new CreateManagedLoginBrandingCommand({ ...branding, UseCognitoProvidedValues: true }),
    );
    const { ManagedLoginBrandingId = "" } = made.ManagedLoginBranding ?? {};
    const named = { UserPoolId, ManagedLoginBrandingId };
    const found = await admin.send(new DescribeManagedLoginBrandingByClientCommand(branding));
    expect(found.ManagedLoginBranding).toMatchObject(named);
    await admin.send(new UpdateManagedLoginBrandingCommand({ ...named, UseCognitoProvidedValues: true }));
    await admin.send(new DescribeManagedLoginBrandingCommand(named));
    await admin.send(new DeleteManagedLoginBrandingCommand(named));

    const Links = { "cognito:default": "https://example.com/terms" };
    const { Terms } = await admin.send(
      new CreateTermsCommand({
        ...branding,
        TermsName: "terms-of-use",
        TermsSource: "LINK",
        Enforcement: "NONE",
        Links,
      }),
    );
    const terms = { UserPoolId, TermsId: Terms?.TermsId ?? "" };
    await admin.send(new UpdateTermsCommand({ ...terms, Links }));
    expect((await admin.send(new DescribeTermsCommand(terms))).Terms?.Links).toEqual(Links);
    await admin.send(new DescribeTermsByClientCommand({ ...branding, TermsName: "terms-of-use" }));
    const listed = await admin.send(new ListTermsCommand({ UserPoolId }));
    expect(listed.Terms?.map(({ TermsId }) => TermsId)).toEqual([terms.TermsId]);
    await admin.send(new DeleteTermsCommand(terms));
  });

  test("every operation that works, in the stories above or in those of factors", () => {
    const others = workingOperations().filter((name) => !factorOperations.includes(name));
    expect([...answered].toSorted()).toEqual(others.toSorted());
  });
});
