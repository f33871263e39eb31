/** New tokens for a refresh token: with rotation and without, once and fifty times, and every way it can fail. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminEnableUserCommand,
  type CreateUserPoolClientCommandInput,
  DeleteResourceServerCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { disable, lockOut, remove, unconfirm } from "./support/mishaps.ts";
import { askRevoke, askToken, askUserInfo, type FormAnswer, refresh } from "./support/oauth.ts";
import { expectOAuthFailure, expectOAuthHeaders } from "./support/oauth-failure.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword } from "./support/sign-in.ts";

const day = 86_400;
const scopes = ["openid", "email", "aws.cognito.signin.user.admin"];
const ExplicitAuthFlows: "ALLOW_USER_PASSWORD_AUTH"[] = ["ALLOW_USER_PASSWORD_AUTH"];

let server: TestServer;
let poolId: string;
/** Without rotation. */
let client: TestClient;
let ada: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server);
  client = await newClient();
  ada = await createPerson(server, poolId, "ada", { email: "ada@example.com", email_verified: "true" });
});
afterAll(() => server.close());

const newClient = (more: Partial<CreateUserPoolClientCommandInput> = {}) =>
  createClient(server, poolId, { ...codeClient, ExplicitAuthFlows, ...more });
const rotatingClient = (RetryGracePeriodSeconds: number) =>
  newClient({ RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds } });
const signedIn = async (at: TestClient = client, person: TestPerson = ada) =>
  (await signInByCode(server, { poolId, client: at, person, scopes })).refreshToken;
/** The refresh token of an answer. */
const next = ({ body }: FormAnswer) => body.refresh_token ?? "";
const fifty = (at: TestClient, token: string) =>
  Promise.all(Array.from({ length: 50 }, () => refresh(server, at, token)));

describe("without rotation", () => {
  test("a refresh token brings new access and ID tokens, again and again, and stays the same (TK-06)", async () => {
    const token = await signedIn();
    const answers = [await refresh(server, client, token), await refresh(server, client, token)];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(200);
      expectOAuthHeaders(headers);
      expect(Object.keys(body).toSorted()).toEqual([
        "access_token",
        "expires_in",
        "id_token",
        "scope",
        "token_type",
      ]);
      expect(body.scope).toBe(scopes.join(" "));
      expect((await askUserInfo(server, body.access_token ?? "")).status).toBe(200);
    }
    expect(answers[0]?.body.access_token).not.toBe(answers[1]?.body.access_token);
  });

  test("fifty refreshes at the same time all succeed (RT-03)", async () => {
    for (const { status } of await fifty(client, await signedIn())) expect(status).toBe(200);
  });

  test("a sign-in through the JSON API refreshes here too", async () => {
    const { refreshToken } = await signInByPassword(server, client, ada);
    const { body } = await refresh(server, client, refreshToken);
    expect(body.scope).toBe("aws.cognito.signin.user.admin");
    expect(body.id_token).toBeDefined();
  });

  test("the new ID token is of the same person and sign-in, without a nonce of its own (RT-09)", async () => {
    const { idToken, refreshToken } = await signInByCode(server, {
      poolId,
      client,
      person: ada,
      scopes,
      nonce: "n",
    });
    server.advance(1800);
    const { body } = await refresh(server, client, refreshToken);
    const [before, after] = [decodeJwt(idToken), decodeJwt(body.id_token ?? "")];
    for (const claim of ["iss", "sub", "aud", "auth_time", "origin_jti", "cognito:username"]) {
      expect(after[claim], claim).toBe(before[claim]);
    }
    expect(before["nonce"]).toBe("n");
    expect(after).not.toHaveProperty("nonce");
    expect(after["jti"]).not.toBe(before["jti"]);
    expect(after.iat).toBe((before.iat ?? 0) + 1800);
  });

  test("a refresh token lives as long as the client says, to the second (JW-10)", async () => {
    const hourly = await newClient({
      RefreshTokenValidity: 60,
      TokenValidityUnits: { RefreshToken: "minutes" },
    });
    const token = await signedIn(hourly);
    server.advance(3599);
    expect((await refresh(server, hourly, token)).status).toBe(200);
    server.advance(1);
    const answer = await refresh(server, hourly, token);
    await expectOAuthFailure(server, answer, { cause: "refreshTokenExpired", error: "invalid_grant" });
  });
});

describe("with rotation", () => {
  test("each use brings a successor, and a retry inside the grace period the same one (RT-01)", async () => {
    const rotating = await rotatingClient(30);
    const first = await signedIn(rotating);
    const second = next(await refresh(server, rotating, first));
    expect(second).not.toBe(first);
    server.advance(29);
    expect(next(await refresh(server, rotating, first))).toBe(second);
    const third = next(await refresh(server, rotating, second));
    expect(third).not.toBe(second);
    expect((await refresh(server, rotating, third)).status).toBe(200);
  });

  test("use after the grace period ends the whole sign-in (RT-01, RT-02)", async () => {
    const rotating = await rotatingClient(30);
    const first = await signedIn(rotating);
    const { body } = await refresh(server, rotating, first);
    server.advance(30);
    const reused = await refresh(server, rotating, first);
    await expectOAuthFailure(server, reused, { cause: "refreshTokenReused", error: "invalid_grant" });
    const successor = await refresh(server, rotating, body.refresh_token ?? "");
    await expectOAuthFailure(server, successor, { cause: "refreshTokenReused", error: "invalid_grant" });
    expect((await askUserInfo(server, body.access_token ?? "")).status).toBe(401);
  });

  test("use of the last but one ends the sign-in even inside the grace period (RT-02)", async () => {
    const rotating = await rotatingClient(60);
    const first = await signedIn(rotating);
    const third = next(await refresh(server, rotating, next(await refresh(server, rotating, first))));
    expect((await refresh(server, rotating, first)).body.error).toBe("invalid_grant");
    expect((await refresh(server, rotating, third)).body.error).toBe("invalid_grant");
  });

  test("fifty at the same time all get the same successor inside the grace period (RT-03)", async () => {
    const rotating = await rotatingClient(30);
    const answers = await fifty(rotating, await signedIn(rotating));
    for (const { status } of answers) expect(status).toBe(200);
    const successors = new Set(answers.map(next));
    expect(successors.size).toBe(1);
    for (const successor of successors) expect((await refresh(server, rotating, successor)).status).toBe(200);
  });

  test("of fifty at the same time without a grace period one succeeds, and the reuse ends it (RT-02, RT-03)", async () => {
    const rotating = await rotatingClient(0);
    const answers = await fifty(rotating, await signedIn(rotating));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 200) expect(body.error).toBe("invalid_grant");
    for (const { body } of winners) {
      const answer = await refresh(server, rotating, body.refresh_token ?? "");
      await expectOAuthFailure(server, answer, { cause: "refreshTokenReused", error: "invalid_grant" });
      expect((await askUserInfo(server, body.access_token ?? "")).status).toBe(401);
    }
  });

  test("one sign-in's reuse leaves the person's other sign-ins alone", async () => {
    const rotating = await rotatingClient(0);
    const [stolen, other] = [await signedIn(rotating), await signedIn(rotating)];
    await refresh(server, rotating, stolen);
    expect((await refresh(server, rotating, stolen)).status).toBe(400);
    expect((await refresh(server, rotating, other)).status).toBe(200);
  });

  test("a token rotated on day 29 still dies on day 30 (RT-05)", async () => {
    const rotating = await rotatingClient(0);
    const first = await signedIn(rotating);
    server.advance(29 * day);
    const second = next(await refresh(server, rotating, first));
    server.advance(day - 1);
    const third = next(await refresh(server, rotating, second));
    server.advance(1);
    const answer = await refresh(server, rotating, third);
    await expectOAuthFailure(server, answer, { cause: "refreshTokenExpired", error: "invalid_grant" });
  });

  test("a request refused for its scope does not use the token up", async () => {
    const rotating = await rotatingClient(0);
    const token = await signedIn(rotating);
    const answer = await refresh(server, rotating, token, { scope: "openid phone" });
    await expectOAuthFailure(server, answer, { cause: "scopeNotAllowed", error: "invalid_scope" });
    expect((await refresh(server, rotating, token)).status).toBe(200);
  });

  test("switched off, the latest token stays good and older ones do not come back", async () => {
    const rotating = await rotatingClient(0);
    const first = await signedIn(rotating);
    const second = next(await refresh(server, rotating, first));
    const ids = { UserPoolId: poolId, ClientId: rotating.clientId };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...codeClient, ExplicitAuthFlows }));
    const answer = await refresh(server, rotating, second);
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty("refresh_token");
    expect((await refresh(server, rotating, first)).body.error).toBe("invalid_grant");
    expect((await refresh(server, rotating, second)).status).toBe(200);
  });
});

describe("scopes", () => {
  test("may be narrowed for one answer, and the sign-in keeps them all (RT-07, TK-14)", async () => {
    const token = await signedIn();
    const narrowed = await refresh(server, client, token, { scope: "openid openid" });
    expect(narrowed.body.scope).toBe("openid");
    expect(decodeJwt(narrowed.body.access_token ?? "")["scope"]).toBe("openid");
    const withoutId = await refresh(server, client, token, { scope: "email" });
    expect(withoutId.body.scope).toBe("email");
    expect(withoutId.body).not.toHaveProperty("id_token");
    expect((await refresh(server, client, token)).body.scope).toBe(scopes.join(" "));
  });

  test.each(["phone", "openid profile", "api/read", "OPENID"])(
    "are never widened to %s (RT-07)",
    async (scope) => {
      const answer = await refresh(server, client, await signedIn(), { scope });
      await expectOAuthFailure(server, answer, { cause: "scopeNotAllowed", error: "invalid_scope" });
    },
  );

  test("whose attributes the client may no longer read are refused", async () => {
    const own = await newClient();
    const token = await signedIn(own);
    const settings = { ...codeClient, ExplicitAuthFlows, ReadAttributes: ["email"] };
    const ids = { UserPoolId: poolId, ClientId: own.clientId };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...settings }));
    const answer = await refresh(server, own, token);
    await expectOAuthFailure(server, answer, { cause: "attributesNotReadable", error: "invalid_grant" });
    expect((await refresh(server, own, token, { scope: "openid" })).status).toBe(200);
  });
});

describe("a refresh token that is not good", () => {
  test("a request without one is told so", async () => {
    const answer = await askToken(server, client, { grant_type: "refresh_token" });
    await expectOAuthFailure(server, answer, { cause: "parameterMissing", error: "invalid_request" });
  });

  test("cut off, altered, of another kind or made up: it is not one of ours", async () => {
    const { refreshToken, accessToken } = await signInByCode(server, { poolId, client, person: ada, scopes });
    const altered = refreshToken.slice(0, -2) + (refreshToken.endsWith("AA") ? "BB" : "AA");
    const made = [
      "x",
      "....",
      accessToken,
      refreshToken.slice(0, -1),
      `${refreshToken}A`,
      altered,
      "é".repeat(999),
    ];
    for (const token of made) {
      const answer = await refresh(server, client, token);
      await expectOAuthFailure(server, answer, { cause: "refreshTokenMalformed", error: "invalid_grant" });
    }
    expect((await refresh(server, client, refreshToken)).status).toBe(200);
  });

  test("a header that asks for endless work is not worked on (JW-09)", async () => {
    const [, key, iv, text, tag] = (await signedIn()).split(".");
    for (const header of [
      { alg: "PBES2-HS512+A256KW", enc: "A256GCM", p2c: 2_147_483_647, p2s: "AAAA" },
      { alg: "dir", enc: "A256GCM", zip: "DEF" },
      { alg: "RSA-OAEP", enc: "A256GCM" },
      { alg: "dir", enc: "A256GCM", padding: "x".repeat(60_000) },
    ]) {
      const forged = [Buffer.from(JSON.stringify(header)).toString("base64url"), key, iv, text, tag].join(
        ".",
      );
      const answer = await refresh(server, client, forged);
      await expectOAuthFailure(server, answer, { cause: "refreshTokenMalformed", error: "invalid_grant" });
    }
  });

  test("another client cannot use it, and does the sign-in no harm (RT-06)", async () => {
    const rotating = await rotatingClient(0);
    const elsewhere = await createClient(server, await createPool(server), codeClient);
    for (const stranger of [await newClient(), await rotatingClient(0), elsewhere]) {
      const token = await signedIn(rotating);
      const answer = await refresh(server, stranger, token);
      await expectOAuthFailure(server, answer, {
        cause: "refreshTokenOfOtherClient",
        error: "invalid_grant",
      });
      expect((await refresh(server, rotating, token)).status).toBe(200);
    }
  });

  test("revoked, it stays revoked over a restart, and one that is good stays good (RT-11)", async () => {
    const dataFolder = newFolder();
    const before = await house(dataFolder);
    const [revoked, good] = [await before.signIn(), await before.signIn()];
    expect((await askRevoke(before.server, before.client, { token: revoked })).status).toBe(200);
    await before.server.close();

    const after = await restart(dataFolder);
    const answer = await refresh(after, before.client, revoked);
    await expectOAuthFailure(after, answer, { cause: "refreshTokenRevoked", error: "invalid_grant" });
    expect((await refresh(after, before.client, good)).status).toBe(200);
    await after.close();
  });

  test("a sign-in younger than the backup that was restored is not known", async () => {
    const [dataFolder, backup] = [newFolder(), newFolder()];
    const before = await house(dataFolder);
    await before.server.close();
    cpSync(dataFolder, backup, { recursive: true });

    const lost = await restart(dataFolder);
    const { refreshToken } = await signInByCode(lost, { ...before, person: before.ada });
    await lost.close();

    const restored = await restart(backup);
    const answer = await refresh(restored, before.client, refreshToken);
    await expectOAuthFailure(restored, answer, { cause: "refreshTokenUnknown", error: "invalid_grant" });
    await restored.close();
  });
});

describe("where the pool tracks devices", () => {
  test("sign-ins of the JSON API are not refreshed here, and those of the pages are", async () => {
    const tracking = await createPool(server, { DeviceConfiguration: {} });
    const app = await createClient(server, tracking, { ...codeClient, ExplicitAuthFlows });
    const person = await createPerson(server, tracking, "ada");
    const { refreshToken } = await signInByPassword(server, app, person);
    const answer = await refresh(server, app, refreshToken);
    await expectOAuthFailure(server, answer, { cause: "refreshNeedsDevice", error: "invalid_grant" });
    const hosted = await signInByCode(server, { poolId: tracking, client: app, person });
    expect((await refresh(server, app, hosted.refreshToken)).status).toBe(200);
  });
});

describe("what happened to the person", () => {
  test("disabled, they get no tokens, and enabling them does not bring the sign-in back (TK-18, RT-08)", async () => {
    const person = await createPerson(server, poolId, "disabled");
    const token = await signedIn(client, person);
    await disable(server, poolId, person);
    const answer = await refresh(server, client, token);
    await expectOAuthFailure(server, answer, { cause: "userDisabled", error: "invalid_grant" });
    await server.admin.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username: person.username }));
    const later = await refresh(server, client, token);
    await expectOAuthFailure(server, later, { cause: "refreshTokenRevoked", error: "invalid_grant" });
  });

  test("deleted, they get no tokens, even when somebody takes their name (TK-18, RT-08)", async () => {
    const person = await createPerson(server, poolId, "deleted");
    const token = await signedIn(client, person);
    await remove(server, poolId, person);
    await createPerson(server, poolId, "deleted");
    const answer = await refresh(server, client, token);
    await expectOAuthFailure(server, answer, { cause: "userDeleted", error: "invalid_grant" });
  });

  test("no longer confirmed, they get no tokens (TK-18)", async () => {
    const person = await createPerson(server, poolId, "unconfirmed");
    const token = await signedIn(client, person);
    await unconfirm(server, poolId, person);
    const answer = await refresh(server, client, token);
    await expectOAuthFailure(server, answer, { cause: "userNotConfirmed", error: "invalid_grant" });
  });

  test("a stranger who guesses their password does not sign them out", async () => {
    const person = await createPerson(server, poolId, "guessed");
    const token = await signedIn(client, person);
    await lockOut(server, client, person);
    expect((await refresh(server, client, token)).status).toBe(200);
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-refresh-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function restart(dataFolder: string): Promise<TestServer> {
  return startTestServer(["--data", dataFolder]);
}

async function house(dataFolder: string) {
  const own = await restart(dataFolder);
  const poolId = await createPool(own);
  const client = await createClient(own, poolId, codeClient);
  const ada = await createPerson(own, poolId, "ada");
  const signIn = async () => (await signInByCode(own, { poolId, client, person: ada })).refreshToken;
  return { server: own, poolId, client, ada, signIn };
}

test("a scope whose resource server was deleted gets into no new token, at no door", async () => {
  const pool = await createPool(server);
  await createApi(server, pool);
  const app = await createClient(server, pool, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
    AllowedOAuthScopes: ["openid", "api/read"],
  });
  const person = await createPerson(server, pool, "ben");
  const signIn = { poolId: pool, client: app, person, scopes: ["openid", "api/read"] };
  const { accessToken, refreshToken } = await signInByCode(server, signIn);
  expect(decodeJwt(accessToken)["scope"]).toBe("openid api/read");
  const code = await issueCode(server, signIn);

  await server.admin.send(new DeleteResourceServerCommand({ UserPoolId: pool, Identifier: "api" }));
  for (const form of [{}, { scope: "openid api/read" }]) {
    expect((await refresh(server, app, refreshToken, form)).body.scope).toBe("openid");
  }
  const nothingLeft = await refresh(server, app, refreshToken, { scope: "api/read" });
  expect(nothingLeft.body.error).toBe("invalid_scope");
  const atApi = new InitiateAuthCommand({
    ClientId: app.clientId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });
  const { AuthenticationResult } = await server.admin.send(atApi);
  expect(decodeJwt(AuthenticationResult?.AccessToken ?? "")["scope"]).toBe("openid");

  expect((await redeem(server, app, code)).body.scope).toBe("openid");
  const again = await signInByCode(server, signIn);
  expect(decodeJwt(again.accessToken)["scope"]).toBe("openid");
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("refresh"));
