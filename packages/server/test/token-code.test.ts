/** A code for tokens: what it is bound to, that it is used once, and everything that can be wrong with it. */
import { GetUserCommand, UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { disable, lockOut, remove, unconfirm } from "./support/mishaps.ts";
import { askToken, askUserInfo, type FormAnswer, refresh } from "./support/oauth.ts";
import { expectOAuthFailure, expectOAuthHeaders } from "./support/oauth-failure.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { type CodeRequest, issueCode, redeem, redirectUri } from "./support/sign-in.ts";

const everyScope = [...codeClient.AllowedOAuthScopes];
const verifier = "v".repeat(43);

let server: TestServer;
let poolId: string;
let client: TestClient;
let ada: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server);
  const ExplicitAuthFlows: "ALLOW_USER_PASSWORD_AUTH"[] = ["ALLOW_USER_PASSWORD_AUTH"];
  client = await createClient(server, poolId, { ...codeClient, ExplicitAuthFlows });
  ada = await createPerson(server, poolId, "ada", { email: "ada@example.com" });
});
afterAll(() => server.close());

const newCode = (more: Partial<CodeRequest> = {}) =>
  issueCode(server, { poolId, client, person: ada, ...more });

describe("a right code", () => {
  test("brings three tokens, the scopes granted and the life of the access token (TK-06, TK-14)", async () => {
    const { status, body, headers } = await redeem(server, client, await newCode({ scopes: everyScope }));
    expect(status).toBe(200);
    expectOAuthHeaders(headers);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^eyJ[\w-]*\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: "Bearer",
      expires_in: 3600,
      scope: everyScope.join(" "),
    });
  });

  test("brings no ID token without the scope openid", async () => {
    const { status, body } = await redeem(
      server,
      client,
      await newCode({ scopes: ["aws.cognito.signin.user.admin"] }),
    );
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("id_token");
    expect(body.access_token).toBeDefined();
  });

  test("goes with its verifier", async () => {
    expect(
      (await redeem(server, client, await newCode({ verifier }), { code_verifier: verifier })).status,
    ).toBe(200);
  });

  test("lives five minutes, not a second longer (TK-03)", async () => {
    const [early, late] = [await newCode(), await newCode()];
    server.advance(299);
    expect((await redeem(server, client, early)).status).toBe(200);
    server.advance(1);
    await expectOAuthFailure(server, await redeem(server, client, late), {
      cause: "codeExpired",
      error: "invalid_grant",
    });
  });

  test("works with the secret of a client that has one", async () => {
    const confidential = await createClient(server, poolId, { ...codeClient, GenerateSecret: true });
    expect((await redeem(server, confidential, await newCode({ client: confidential }))).status).toBe(200);
  });
});

describe("a code used twice", () => {
  test("gives tokens once to fifty that come at the same time, and then not even that (TK-01, TK-02)", async () => {
    const code = await newCode({ scopes: everyScope });
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(server, client, code)));
    const [winner, ...others] = answers.filter(({ status }) => status === 200);
    expect(others).toEqual([]);
    for (const { body } of answers.filter((answer) => answer !== winner))
      expect(body.error).toBe("invalid_grant");
    await expectDead(winner);
  });

  test("ends the tokens of its first use (TK-02)", async () => {
    const code = await newCode({ scopes: everyScope });
    const first = await redeem(server, client, code);
    expect((await askUserInfo(server, first.body.access_token ?? "")).status).toBe(200);
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "codeAlreadyUsed",
      error: "invalid_grant",
    });
    await expectDead(first);
  });

  test("ends them even when the second request is wrong, or too late (TK-02)", async () => {
    for (const second of [{ redirect_uri: "https://elsewhere.example.com/" }, { code_verifier: verifier }]) {
      const code = await newCode({ scopes: everyScope });
      const first = await redeem(server, client, code);
      expect((await redeem(server, client, code, second)).body.error).toBe("invalid_grant");
      await expectDead(first);
    }
    const code = await newCode({ scopes: everyScope });
    const first = await redeem(server, client, code);
    server.advance(600);
    expect((await redeem(server, client, code)).body.error).toBe("invalid_grant");
    await expectDead(first);
  });

  test("does not end them when a stranger's client sends it (RT-06)", async () => {
    const stranger = await createClient(server, poolId, codeClient);
    const code = await newCode({ scopes: everyScope });
    const first = await redeem(server, client, code);
    expect((await redeem(server, stranger, code)).body.error).toBe("invalid_grant");
    expect((await askUserInfo(server, first.body.access_token ?? "")).status).toBe(200);
  });
});

describe("what a code is bound to", () => {
  test("a code that nobody was given does not exist", async () => {
    for (const code of ["x", crypto.randomUUID(), "%00", "é".repeat(3000)]) {
      await expectOAuthFailure(server, await redeem(server, client, code), {
        cause: "codeUnknown",
        error: "invalid_grant",
      });
    }
  });

  test("code and redirect_uri are both needed", async () => {
    const grant_type = "authorization_code";
    for (const form of [{ redirect_uri: redirectUri }, { code: await newCode() }]) {
      const answer = await askToken(server, client, { grant_type, ...form });
      await expectOAuthFailure(server, answer, { cause: "parameterMissing", error: "invalid_request" });
    }
  });

  test("another client cannot use the code, and does not use it up (TK-04)", async () => {
    const other = await createClient(server, poolId, codeClient);
    const code = await newCode();
    await expectOAuthFailure(server, await redeem(server, other, code), {
      cause: "codeOfOtherClient",
      error: "invalid_grant",
    });
    expect((await redeem(server, client, code)).status).toBe(200);
  });

  test("a client of another pool does not even find the code (AP-09)", async () => {
    const elsewhere = await createClient(server, await createPool(server), codeClient);
    const code = await newCode();
    await expectOAuthFailure(server, await redeem(server, elsewhere, code), {
      cause: "codeUnknown",
      error: "invalid_grant",
    });
    expect((await redeem(server, client, code)).status).toBe(200);
  });

  test.each([
    `${redirectUri}/`,
    redirectUri.toUpperCase(),
    `${redirectUri}?x=1`,
    "https://evil.example.com/",
  ])("the code does not go with the redirect_uri %s, and is used up (TK-04)", async (redirect_uri) => {
    const code = await newCode();
    await expectOAuthFailure(server, await redeem(server, client, code, { redirect_uri }), {
      cause: "redirectUriDiffers",
      error: "invalid_grant",
    });
    expect((await redeem(server, client, code)).body.error).toBe("invalid_grant");
  });

  test("a wrong verifier uses the code up, so that the right one comes too late (TK-04, TK-05)", async () => {
    const code = await newCode({ verifier });
    await expectOAuthFailure(server, await redeem(server, client, code, { code_verifier: "w".repeat(43) }), {
      cause: "codeVerifierWrong",
      error: "invalid_grant",
    });
    await expectOAuthFailure(server, await redeem(server, client, code, { code_verifier: verifier }), {
      cause: "codeAlreadyUsed",
      error: "invalid_grant",
    });
  });

  test("the challenge itself is no verifier", async () => {
    const code = await newCode({ verifier });
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const challenge = Buffer.from(digest).toString("base64url");
    expect((await redeem(server, client, code, { code_verifier: challenge })).body.error).toBe(
      "invalid_grant",
    );
  });

  test("a missing verifier uses the code up too (TK-05)", async () => {
    const code = await newCode({ verifier });
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "codeVerifierMissing",
      error: "invalid_request",
    });
    expect((await redeem(server, client, code, { code_verifier: verifier })).body.error).toBe(
      "invalid_grant",
    );
  });

  test("a verifier needs a challenge, so that nobody can leave the challenge out (RFC 9700 §4.8.2)", async () => {
    await expectOAuthFailure(
      server,
      await redeem(server, client, await newCode(), { code_verifier: verifier }),
      {
        cause: "codeVerifierNotExpected",
        error: "invalid_grant",
      },
    );
  });
});

describe("what happened since the sign-in", () => {
  test("a person disabled since then gets no tokens (TK-18)", async () => {
    const person = await createPerson(server, poolId, "disabled");
    const code = await newCode({ person });
    await disable(server, poolId, person);
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "userDisabled",
      error: "invalid_grant",
    });
  });

  test("a person deleted since then gets no tokens: their codes went with them (TK-18)", async () => {
    const person = await createPerson(server, poolId, "deleted");
    const code = await newCode({ person });
    await remove(server, poolId, person);
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "codeUnknown",
      error: "invalid_grant",
    });
  });

  test("a person no longer confirmed gets no tokens (TK-18)", async () => {
    const person = await createPerson(server, poolId, "unconfirmed");
    const code = await newCode({ person });
    await unconfirm(server, poolId, person);
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "userNotConfirmed",
      error: "invalid_grant",
    });
  });

  test("a person locked out since then gets no tokens, and the code is used up (TK-19)", async () => {
    const person = await createPerson(server, poolId, "locked");
    const code = await newCode({ person });
    await lockOut(server, client, person);
    await expectOAuthFailure(server, await redeem(server, client, code), {
      cause: "userLocked",
      error: "invalid_grant",
    });
    server.advance(2);
    expect((await redeem(server, client, code)).body.error).toBe("invalid_grant");
    expect((await redeem(server, client, await newCode({ person }))).status).toBe(200);
  });

  test("a client that may no longer read what a scope stands for gets no tokens", async () => {
    const own = await createClient(server, poolId, codeClient);
    const code = await newCode({ client: own, scopes: ["openid", "email"] });
    const ids = { UserPoolId: poolId, ClientId: own.clientId };
    await server.admin.send(
      new UpdateUserPoolClientCommand({ ...ids, ...codeClient, ReadAttributes: ["email"] }),
    );
    const answer = await redeem(server, own, code);
    await expectOAuthFailure(server, answer, { cause: "attributesNotReadable", error: "invalid_grant" });
    expect(answer.body.error_description).toContain("email_verified");
  });

  test("a client that may no longer use codes gets no tokens, and keeps the code", async () => {
    const own = await createClient(server, poolId, codeClient);
    const code = await newCode({ client: own });
    const ids = { UserPoolId: poolId, ClientId: own.clientId };
    const implicit = { ...codeClient, AllowedOAuthFlows: ["implicit" as const] };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...implicit }));
    await expectOAuthFailure(server, await redeem(server, own, code), {
      cause: "grantNotAllowed",
      error: "unauthorized_client",
    });
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...codeClient }));
    expect((await redeem(server, own, code)).status).toBe(200);
  });
});

/** None of the tokens opens anything any more. */
async function expectDead(answer: FormAnswer | undefined): Promise<void> {
  const { access_token = "", refresh_token = "" } = answer?.body ?? {};
  expect(access_token).not.toBe("");
  expect((await askUserInfo(server, access_token)).status).toBe(401);
  expect((await refresh(server, client, refresh_token)).body.error).toBe("invalid_grant");
  await expect(server.admin.send(new GetUserCommand({ AccessToken: access_token }))).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Access Token has been revoked",
  });
}

test("every cause of this chapter has been told", () => expectEveryCauseTold("code"));
