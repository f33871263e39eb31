/** Tokens of people with as much as a pool allows: they must work wherever small ones do. */
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answerOf,
  authorizePath,
  browserOf,
  redeemAnswer,
  signIn as signInOnPage,
} from "./support/hosted.ts";
import { askRevoke, askUserInfo, refresh } from "./support/oauth.ts";
import { codeClient, createClient, createPerson, createPool, type TestClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { signInByCode, type TestTokens } from "./support/sign-in.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

const names = Array.from({ length: 100 }, (_, i) => `${"g".repeat(125)}${String(i).padStart(3, "0")}`);
const custom = Array.from({ length: 5 }, (_, i) => `essay${i}`);
const essay = "\u00e9".repeat(2048);

let server: TestServer;
let poolId: string;
let client: TestClient;
let signIn: () => Promise<TestTokens>;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server, {
    Schema: custom.map((Name) => ({
      Name,
      AttributeDataType: "String",
      Mutable: true,
      StringAttributeConstraints: { MinLength: "0", MaxLength: "2048" },
    })),
  });
  client = await createClient(server, poolId, codeClient);
  const essays = Object.fromEntries(custom.map((name) => [`custom:${name}`, essay]));
  const person = await createPerson(server, poolId, "u".repeat(128), essays);
  for (const GroupName of names) {
    const ids = { UserPoolId: poolId, GroupName };
    await server.admin.send(new CreateGroupCommand(ids));
    await server.admin.send(new AdminAddUserToGroupCommand({ ...ids, Username: person.username }));
  }
  const scopes = ["openid", "aws.cognito.signin.user.admin"];
  signIn = () => signInByCode(server, { poolId, client, person, scopes });
});
afterAll(() => server.close());

describe("a person in a hundred groups with long names", () => {
  test("gets an access token that is large, and an ID token with everything in it", async () => {
    const { accessToken, idToken, refreshToken } = await signIn();
    expect(accessToken.length).toBeGreaterThan(16_384);
    expect((await verifiedClaims(server, poolId, accessToken))["cognito:groups"]).toEqual(names);
    const id = await verifiedClaims(server, poolId, idToken);
    expect(id["cognito:groups"]).toEqual(names);
    expect(id["custom:essay4"]).toBe(essay);
    // It names the sign-in, not what the person has.
    expect(refreshToken.length).toBeLessThan(1024);
  });

  test("uses it at the JSON API", async () => {
    const { accessToken } = await signIn();
    const { UserAttributes = [] } = await server.admin.send(new GetUserCommand({ AccessToken: accessToken }));
    expect(UserAttributes.filter(({ Value }) => Value === essay)).toHaveLength(5);
  });

  test("uses it at userInfo, in the header and in the form", async () => {
    const { accessToken } = await signIn();
    const body = new URLSearchParams({ access_token: accessToken });
    for (const response of [
      await askUserInfo(server, accessToken),
      await fetch(`${server.url}/oauth2/userInfo`, { method: "POST", body }),
    ]) {
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ "custom:essay0": essay });
    }
  });

  test("refreshes at both doors", async () => {
    const { refreshToken } = await signIn();
    const { body } = await refresh(server, client, refreshToken);
    expect((await askUserInfo(server, body.access_token ?? "")).status).toBe(200);
    const input = { ClientId: client.clientId, RefreshToken: refreshToken };
    const { AuthenticationResult } = await server.admin.send(new GetTokensFromRefreshTokenCommand(input));
    expect(AuthenticationResult?.AccessToken?.length).toBeGreaterThan(16_384);
  });

  test("is signed out by revocation, and signs out everywhere with it", async () => {
    const [revoked, signedOut] = [await signIn(), await signIn()];
    expect((await askRevoke(server, client, { token: revoked.refreshToken })).status).toBe(200);
    expect((await askUserInfo(server, revoked.accessToken)).status).toBe(401);
    await server.admin.send(new GlobalSignOutCommand({ AccessToken: signedOut.accessToken }));
    expect((await refresh(server, client, signedOut.refreshToken)).body.error).toBe("invalid_grant");
  });

  test("is told that an access token cannot be revoked, however large it is", async () => {
    const answer = await askRevoke(server, client, { token: (await signIn()).accessToken });
    expect(answer.body.error).toBe("unsupported_token_type");
  });
});

test("AZ-17: somebody in forty groups is recognized by their ID token", async () => {
  const person = await createPerson(server, poolId, "ben");
  for (const GroupName of names.slice(0, 40)) {
    const ids = { UserPoolId: poolId, GroupName, Username: person.username };
    await server.admin.send(new AdminAddUserToGroupCommand(ids));
  }
  const stage = { server, poolId, client, person };
  const browser = browserOf(stage);
  const { id_token: hint = "" } = (await redeemAnswer(stage, await signInOnPage(stage, browser))).body;
  expect(hint.length).toBeGreaterThan(7000);
  const silent = await browser.get(authorizePath(stage, { prompt: "none", id_token_hint: hint }));
  expect(answerOf(silent)).toHaveProperty("code");
  const again = await signInOnPage(stage, browserOf(stage), { prompt: "login", id_token_hint: hint });
  expect(answerOf(again)).toHaveProperty("code");
});
