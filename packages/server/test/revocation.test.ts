/** Everything that ends a sign-in, and what each token of it is told from then on. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { answerOf, askRevoke, askUserInfo, basic, postForm, refresh } from "./support/oauth.ts";
import { expectOAuthFailure, expectOAuthHeaders } from "./support/oauth-failure.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  password,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword, type TestTokens } from "./support/sign-in.ts";

const ExplicitAuthFlows: CreateUserPoolClientCommandInput["ExplicitAuthFlows"] = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];
const scopes = ["openid", "aws.cognito.signin.user.admin"];
const door = "/oauth2/revoke";

let server: TestServer;
let UserPoolId: string;
let client: TestClient;
let other: TestClient;
let people = 0;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  [client, other] = [await newClient(), await newClient()];
});
afterAll(() => server.close());

const newClient = (more: Partial<CreateUserPoolClientCommandInput> = {}) =>
  createClient(server, UserPoolId, { ...codeClient, ExplicitAuthFlows, ...more });
const newPerson = () => createPerson(server, UserPoolId, `person-${people++}`);
const signIn = (person: TestPerson, at: TestClient = client) =>
  signInByCode(server, { poolId: UserPoolId, client: at, person, scopes });
const getUser = (AccessToken: string) => server.admin.send(new GetUserCommand({ AccessToken }));
const refreshAtApi = ({ clientId }: TestClient, REFRESH_TOKEN: string) => {
  const AuthParameters = { REFRESH_TOKEN };
  return server.admin.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }),
  );
};

async function expectAlive(
  { accessToken, refreshToken }: TestTokens,
  at: TestClient = client,
): Promise<void> {
  expect((await getUser(accessToken)).Username).toBeDefined();
  expect((await askUserInfo(server, accessToken)).status).toBe(200);
  expect((await refresh(server, at, refreshToken)).status).toBe(200);
}

interface End {
  /** What GetUser answers, and what REFRESH_TOKEN_AUTH does. */
  readonly getUser: { readonly name: string; readonly message: string };
  readonly refresh: string;
}

const revoked: End = {
  getUser: { name: "NotAuthorizedException", message: "Access Token has been revoked" },
  refresh: "Refresh Token has been revoked",
};

async function expectDead({ accessToken, refreshToken }: TestTokens, end: End, at = client): Promise<void> {
  await expect(getUser(accessToken)).rejects.toMatchObject(end.getUser);
  await expect(refreshAtApi(at, refreshToken)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: end.refresh,
  });
  const answer = await refresh(server, at, refreshToken);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  const info = await askUserInfo(server, accessToken);
  expect(info.status).toBe(401);
  expect(info.headers.get("www-authenticate")).toBe(
    'Bearer error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."',
  );
}

interface Ending {
  readonly name: string;
  readonly end: (person: TestPerson, tokens: TestTokens) => Promise<unknown>;
  readonly told: End;
  /** Whether it ends every sign-in of the person, or just the one. */
  readonly everywhere: boolean;
}

const endings: readonly Ending[] = [
  {
    name: "/oauth2/revoke (RV-02)",
    end: (_person, { refreshToken }) => askRevoke(server, client, { token: refreshToken }),
    told: revoked,
    everywhere: false,
  },
  {
    name: "RevokeToken (RV-02)",
    end: (_person, { refreshToken }) =>
      server.admin.send(new RevokeTokenCommand({ Token: refreshToken, ClientId: client.clientId })),
    told: revoked,
    everywhere: false,
  },
  {
    name: "GlobalSignOut",
    end: (_person, { accessToken }) =>
      server.admin.send(new GlobalSignOutCommand({ AccessToken: accessToken })),
    told: revoked,
    everywhere: true,
  },
  {
    name: "AdminUserGlobalSignOut",
    end: ({ username }) =>
      server.admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: username })),
    told: revoked,
    everywhere: true,
  },
  {
    name: "AdminSetUserPassword",
    end: ({ username }) =>
      server.admin.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username: username,
          Password: "Other-Horse-8",
          Permanent: true,
        }),
      ),
    told: revoked,
    everywhere: true,
  },
  {
    name: "AdminDisableUser",
    end: ({ username }) => server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: username })),
    told: {
      getUser: { name: "NotAuthorizedException", message: "User is disabled." },
      refresh: "User is disabled.",
    },
    everywhere: true,
  },
  {
    name: "AdminDeleteUser",
    end: ({ username }) => server.admin.send(new AdminDeleteUserCommand({ UserPoolId, Username: username })),
    told: {
      getUser: { name: "UserNotFoundException", message: "User does not exist." },
      refresh: "Invalid Refresh Token",
    },
    everywhere: true,
  },
];

describe("ends a sign-in at once, at every door", () => {
  test.each(endings)("$name (RT-08)", async ({ end, told, everywhere }) => {
    const [person, bystander] = [await newPerson(), await newPerson()];
    const [tokens, elsewhere] = [await signIn(person), await signIn(person, other)];
    const api = await signInByPassword(server, client, person);
    const unaffected = await signIn(bystander);
    const { body: refreshed } = await refresh(server, client, tokens.refreshToken);

    await end(person, tokens);

    await expectDead(tokens, told);
    await expectDead({ ...tokens, accessToken: refreshed.access_token ?? "" }, told);
    if (everywhere) {
      await expectDead(elsewhere, told, other);
      await expectDead(api, told);
    } else {
      await expectAlive(elsewhere, other);
      await expectAlive({ ...unaffected, refreshToken: api.refreshToken });
    }
    await expectAlive(unaffected);
  });

  test("ChangePassword spares the sign-in that asks for it, and ends all others (RT-08)", async () => {
    const person = await newPerson();
    const [own, elsewhere] = [await signIn(person), await signIn(person, other)];
    const passwords = { PreviousPassword: password, ProposedPassword: "Other-Horse-8" };
    await server.admin.send(new ChangePasswordCommand({ AccessToken: own.accessToken, ...passwords }));
    await expectAlive(own);
    await expectDead(elsewhere, revoked, other);
  });

  test("the client's deletion (TK-18)", async () => {
    const [person, gone] = [await newPerson(), await newClient()];
    const tokens = await signIn(person, gone);
    await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: gone.clientId }));
    await expect(getUser(tokens.accessToken)).rejects.toMatchObject(revoked.getUser);
    expect((await askUserInfo(server, tokens.accessToken)).status).toBe(401);
    expect((await refresh(server, gone, tokens.refreshToken)).body.error).toBe("invalid_client");
  });

  test.each(["GlobalSignOut", "AdminDisableUser", "AdminSetUserPassword"])(
    "%s stops a code that is on its way (TK-18)",
    async (name) => {
      const person = await newPerson();
      const tokens = await signIn(person);
      const code = await issueCode(server, { poolId: UserPoolId, client, person });
      await endings.find((ending) => ending.name === name)?.end(person, tokens);
      expect((await redeem(server, client, code)).body.error).toBe("invalid_grant");
    },
  );
});

describe("/oauth2/revoke", () => {
  test("answers 200 and nothing, again for a token revoked before and for what nobody made (RV-01)", async () => {
    const { refreshToken } = await signIn(await newPerson());
    for (const token of [refreshToken, refreshToken, "garbage", "....", "é".repeat(999)]) {
      const answer = await askRevoke(server, client, { token });
      expect(answer).toMatchObject({ status: 200, text: "" });
      expectOAuthHeaders(answer.headers);
    }
  });

  test("takes any token_type_hint, right, wrong or unknown (RV-04)", async () => {
    for (const token_type_hint of ["refresh_token", "access_token", "made_up"]) {
      const tokens = await signIn(await newPerson());
      const answer = await askRevoke(server, client, { token: tokens.refreshToken, token_type_hint });
      expect(answer.status).toBe(200);
      await expectDead(tokens, revoked);
    }
  });

  test("asks for the token", async () => {
    const answer = await askRevoke(server, client, {});
    await expectOAuthFailure(server, answer, { cause: "parameterMissing", error: "invalid_request", door });
  });

  test("answers 401 to a client that is not who it says (RV-01)", async () => {
    const confidential = await newClient({ GenerateSecret: true });
    const tokens = await signIn(await newPerson(), confidential);
    const form = { token: tokens.refreshToken };
    const expected = { error: "invalid_client", status: 401, door } as const;
    const answers = [
      [await postForm(server, door, form, basic(confidential.clientId, "wrong")), "clientSecretWrong"],
      [await postForm(server, door, { ...form, client_id: confidential.clientId }), "clientSecretMissing"],
      [await postForm(server, door, { ...form, client_id: "x".repeat(26) }), "clientUnknown"],
      [await postForm(server, door, form), "clientMissing"],
    ] as const;
    for (const [answer, cause] of answers) {
      await expectOAuthFailure(server, answer, { cause, ...expected });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
    }
    expect((await refresh(server, confidential, tokens.refreshToken)).status).toBe(200);
    expect((await askRevoke(server, confidential, form)).status).toBe(200);
  });

  test("does not revoke another client's token (RV-03)", async () => {
    const elsewhere = await createClient(server, await createPool(server), codeClient);
    const tokens = await signIn(await newPerson());
    for (const stranger of [other, elsewhere]) {
      const answer = await askRevoke(server, stranger, { token: tokens.refreshToken });
      await expectOAuthFailure(server, answer, {
        cause: "tokenOfOtherClient",
        error: "invalid_request",
        door,
      });
    }
    await expectAlive(tokens);
  });

  test("revokes refresh tokens only", async () => {
    const tokens = await signIn(await newPerson());
    for (const token of [tokens.accessToken, tokens.idToken]) {
      const answer = await askRevoke(server, client, { token });
      await expectOAuthFailure(server, answer, {
        cause: "tokenTypeNotRevocable",
        error: "unsupported_token_type",
        door,
      });
    }
    await expectAlive(tokens);
  });

  test("refuses a client that has revocation switched off", async () => {
    const own = await newClient();
    const tokens = await signIn(await newPerson(), own);
    const settings = { ...codeClient, ExplicitAuthFlows, EnableTokenRevocation: false };
    await server.admin.send(
      new UpdateUserPoolClientCommand({ UserPoolId, ClientId: own.clientId, ...settings }),
    );
    const answer = await askRevoke(server, own, { token: tokens.refreshToken });
    await expectOAuthFailure(server, answer, { cause: "revocationOff", error: "invalid_request", door });
    await expectAlive(tokens, own);
  });

  test("answers POST only", async () => {
    const answer = await answerOf(await fetch(server.url + door));
    await expectOAuthFailure(server, answer, {
      cause: "methodNotPost",
      error: "invalid_request",
      status: 405,
      door,
    });
  });
});

describe("RevokeToken", () => {
  const revokeToken = (Token: string, { clientId, clientSecret }: TestClient) => {
    const ClientSecret = clientSecret === "" ? undefined : clientSecret;
    return server.admin.send(new RevokeTokenCommand({ Token, ClientId: clientId, ClientSecret }));
  };

  test("answers nothing, for an unknown token too (RV-01)", async () => {
    await expect(revokeToken("garbage", client)).resolves.toBeDefined();
  });

  test("refuses a wrong client secret, and one where there is none", async () => {
    const confidential = await newClient({ GenerateSecret: true });
    const tokens = await signIn(await newPerson(), confidential);
    for (const at of [
      { ...confidential, clientSecret: "wrong".repeat(8) },
      { ...confidential, clientSecret: "" },
      { ...client, clientSecret: "wrong".repeat(8) },
    ]) {
      await expect(revokeToken(tokens.refreshToken, at)).rejects.toMatchObject({
        name: "UnauthorizedException",
      });
    }
    expect((await refresh(server, confidential, tokens.refreshToken)).status).toBe(200);
    await revokeToken(tokens.refreshToken, confidential);
    expect((await refresh(server, confidential, tokens.refreshToken)).body.error).toBe("invalid_grant");
  });

  test("does not revoke another client's token (RV-03)", async () => {
    const tokens = await signIn(await newPerson());
    await expect(revokeToken(tokens.refreshToken, other)).rejects.toMatchObject({
      name: "UnauthorizedException",
    });
    await expectAlive(tokens);
  });

  test("revokes refresh tokens only", async () => {
    const { accessToken } = await signIn(await newPerson());
    await expect(revokeToken(accessToken, client)).rejects.toMatchObject({
      name: "UnsupportedTokenTypeException",
    });
  });

  test("refuses a client that has revocation switched off", async () => {
    const own = await newClient({ EnableTokenRevocation: false });
    await expect(revokeToken("garbage", own)).rejects.toMatchObject({
      name: "UnsupportedOperationException",
    });
  });
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("revocation"));
