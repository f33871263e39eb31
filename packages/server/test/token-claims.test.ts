/** What stands in access and ID tokens, read by libraries that know nothing of ours (`cognito.md` §4). */
import { createHash } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  type CreateUserPoolClientCommandInput,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askUserInfo, refresh } from "./support/oauth.ts";
import { callOwn } from "./support/own-operations.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { type CodeRequest, signInByCode, signInByPassword, type TestTokens } from "./support/sign-in.ts";
import { publishedKeys, verifiedClaims } from "./support/verified-claims.ts";

const ExplicitAuthFlows: CreateUserPoolClientCommandInput["ExplicitAuthFlows"] = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

let server: TestServer;
let poolId: string;
let client: TestClient;
let ada: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server, {
    Schema: [
      { Name: "UAID", AttributeDataType: "String", Mutable: true },
      { Name: "level", AttributeDataType: "Number", Mutable: true },
    ],
  });
  client = await newClient();
  ada = await createPerson(server, poolId, "ada", {
    email: "ada@example.com",
    email_verified: "true",
    phone_number: "+4915112345678",
    name: "Ada L\u00f6velace",
    address: "1 Engine Row",
    updated_at: "1790000000",
    "custom:UAID": "U-4711",
    "custom:level": "7",
  });
});
afterAll(() => server.close());

const newClient = (more: Partial<CreateUserPoolClientCommandInput> = {}) =>
  createClient(server, poolId, { ...codeClient, ExplicitAuthFlows, ...more });
const hosted = (more: Partial<CodeRequest> = {}) =>
  signInByCode(server, { poolId, client, person: ada, ...more });
const claimsOf = async ({ accessToken, idToken }: TestTokens) => ({
  access: await verifiedClaims(server, poolId, accessToken),
  id: await verifiedClaims(server, poolId, idToken),
});
const now = () => Math.floor(server.clock.now() / 1000);

/** Of every attribute Ada has. */
const allOfAda = {
  email: "ada@example.com",
  email_verified: true,
  phone_number: "+4915112345678",
  name: "Ada L\u00f6velace",
  address: { formatted: "1 Engine Row" },
  updated_at: 1_790_000_000,
  "custom:UAID": "U-4711",
  "custom:level": "7",
};

describe("a sign-in through the JSON API", () => {
  test("has these claims and no others, in both tokens", async () => {
    const { access, id } = await claimsOf(await signInByPassword(server, client, ada));
    const issued = { iss: `${server.url}/${poolId}`, iat: now(), exp: now() + 3600, auth_time: now() };
    expect(access).toEqual({
      ...issued,
      sub: ada.sub,
      client_id: client.clientId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username: "ada",
      jti: uuid,
      origin_jti: uuid,
      event_id: uuid,
    });
    expect(id).toEqual({
      ...issued,
      ...allOfAda,
      sub: ada.sub,
      aud: client.clientId,
      token_use: "id",
      "cognito:username": "ada",
      jti: uuid,
      origin_jti: access["origin_jti"],
      event_id: access["event_id"],
    });
    expect(id["jti"]).not.toBe(access["jti"]);
  });

  test("signs access and ID tokens with different keys, both published, both public only (JW-04, JW-11)", async () => {
    const { accessToken, idToken } = await signInByPassword(server, client, ada);
    const used = [accessToken, idToken].map((token) => decodeProtectedHeader(token));
    const { keys } = await publishedKeys(server, poolId);
    expect(new Set(used.map(({ kid }) => kid))).toEqual(new Set(keys.map(({ kid }) => kid)));
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
      expect(key).toMatchObject({ alg: "RS256", e: "AQAB", kty: "RSA", use: "sig" });
      expect(key.kid).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    }
  });
});

describe("a sign-in from a device", () => {
  test("names it in the access token, where the pool tracks devices", async () => {
    const UserPoolId = await createPool(server, { DeviceConfiguration: {} });
    const app = await createClient(server, UserPoolId, { ExplicitAuthFlows });
    await createPerson(server, UserPoolId, "ben");
    const { AuthenticationResult: tokens } = await server.admin.send(
      new InitiateAuthCommand({
        ClientId: app.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ben", PASSWORD: ada.password },
      }),
    );
    const { DeviceKey } = tokens?.NewDeviceMetadata ?? {};
    const access = await verifiedClaims(server, UserPoolId, tokens?.AccessToken ?? "");
    const id = await verifiedClaims(server, UserPoolId, tokens?.IdToken ?? "");
    expect(access["device_key"]).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    expect(access["device_key"]).toBe(DeviceKey);
    expect(id).not.toHaveProperty("device_key");
  });
});

describe("a sign-in by code", () => {
  test("has these claims and no others, in both tokens", async () => {
    const tokens = await hosted({ nonce: "n-0S6_WzA2Mj" });
    const { access, id } = await claimsOf(tokens);
    const issued = { iss: `${server.url}/${poolId}`, iat: now(), exp: now() + 3600, auth_time: now() };
    expect(access).toEqual({
      ...issued,
      version: 2,
      sub: ada.sub,
      client_id: client.clientId,
      token_use: "access",
      scope: "openid",
      username: "ada",
      jti: uuid,
      origin_jti: uuid,
      event_id: uuid,
    });
    expect(id).toEqual({
      ...issued,
      ...allOfAda,
      at_hash: createHash("sha256").update(tokens.accessToken).digest().subarray(0, 16).toString("base64url"),
      nonce: "n-0S6_WzA2Mj",
      sub: ada.sub,
      aud: client.clientId,
      token_use: "id",
      "cognito:username": "ada",
      jti: uuid,
      origin_jti: access["origin_jti"],
      event_id: access["event_id"],
    });
  });

  test.each([
    [
      ["openid", "email"],
      ["email", "email_verified"],
    ],
    [["openid", "phone"], ["phone_number"]],
    [
      ["openid", "email", "phone"],
      ["email", "email_verified", "phone_number"],
    ],
    [
      ["openid", "profile"],
      ["address", "custom:UAID", "custom:level", "name", "updated_at"],
    ],
    [["openid", "aws.cognito.signin.user.admin"], Object.keys(allOfAda)],
  ])("the scopes %j open these attributes in the ID token (UI-05)", async (scopes, attributes) => {
    const { id } = await claimsOf(await hosted({ scopes }));
    expect(
      Object.keys(id)
        .filter((claim) => Object.hasOwn(allOfAda, claim))
        .toSorted(),
    ).toEqual(attributes.toSorted());
  });

  test("shows only what the client may read", async () => {
    const shy = await newClient({ ReadAttributes: ["name", "custom:level"] });
    const { id } = await claimsOf(await hosted({ client: shy }));
    expect(id).toMatchObject({ name: allOfAda.name, "custom:level": "7" });
    expect(Object.keys(id).filter((claim) => Object.hasOwn(allOfAda, claim))).toHaveLength(2);
  });

  test("keeps the time of the sign-in when the code is redeemed later, and when it is refreshed (RT-09)", async () => {
    const signedInAt = now();
    const tokens = await hosted();
    server.advance(1200);
    const { body } = await refresh(server, client, tokens.refreshToken);
    for (const token of [body.access_token, body.id_token]) {
      const claims = await verifiedClaims(server, poolId, token);
      expect(claims).toMatchObject({ auth_time: signedInAt, iat: signedInAt + 1200, exp: signedInAt + 4800 });
    }
  });
});

describe("groups", () => {
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const group = async (GroupName: string, Precedence?: number, RoleArn?: string) => {
    const ids = { UserPoolId: poolId, GroupName };
    await server.admin.send(new CreateGroupCommand({ ...ids, Precedence, RoleArn }));
  };
  const personIn = async (username: string, ...groups: string[]) => {
    const person = await createPerson(server, poolId, username);
    for (const GroupName of groups) {
      const ids = { UserPoolId: poolId, Username: username, GroupName };
      await server.admin.send(new AdminAddUserToGroupCommand(ids));
    }
    return claimsOf(await hosted({ person }));
  };

  beforeAll(async () => {
    await group("readers", 20, role("reader"));
    await group("admins", 1, role("admin"));
    await group("auditors", 1, role("auditor"));
    await group("also-admins", 1, role("admin"));
    await group("plain");
  });

  test("come by precedence, with their roles and the role that wins in the ID token only", async () => {
    const { access, id } = await personIn("grace", "plain", "readers", "admins");
    expect(access["cognito:groups"]).toEqual(["admins", "readers", "plain"]);
    expect(access).not.toHaveProperty("cognito:roles");
    expect(access).not.toHaveProperty("cognito:preferred_role");
    expect(id["cognito:groups"]).toEqual(["admins", "readers", "plain"]);
    expect(id["cognito:roles"]).toEqual([role("admin"), role("reader")]);
    expect(id["cognito:preferred_role"]).toBe(role("admin"));
  });

  test("that tie with different roles prefer none", async () => {
    const { id } = await personIn("tied", "admins", "auditors");
    expect(id["cognito:roles"]).toEqual([role("admin"), role("auditor")]);
    expect(id).not.toHaveProperty("cognito:preferred_role");
  });

  test("that tie with the same role prefer it", async () => {
    const { id } = await personIn("agreed", "admins", "also-admins");
    expect(id["cognito:roles"]).toEqual([role("admin")]);
    expect(id["cognito:preferred_role"]).toBe(role("admin"));
  });

  test("without a role bring no role claims", async () => {
    const { id } = await personIn("plain-person", "plain");
    expect(id["cognito:groups"]).toEqual(["plain"]);
    expect(id).not.toHaveProperty("cognito:roles");
    expect(id).not.toHaveProperty("cognito:preferred_role");
  });

  test("are read anew at every refresh", async () => {
    const person = await createPerson(server, poolId, "promoted");
    const { refreshToken } = await hosted({ person });
    const ids = { UserPoolId: poolId, Username: "promoted", GroupName: "admins" };
    await server.admin.send(new AdminAddUserToGroupCommand(ids));
    const { body } = await refresh(server, client, refreshToken);
    expect((await verifiedClaims(server, poolId, body.access_token))["cognito:groups"]).toEqual(["admins"]);
  });
});

describe("what a client adds", () => {
  const options = async (
    at: TestClient,
    more: { ClaimMap?: Record<string, string>; IdTokenNoExpiration?: boolean },
  ) =>
    callOwn(server, "SetUserPoolClientTokenOptions", { UserPoolId: poolId, ClientId: at.clientId, ...more });

  test("the claim map puts UAID into the ID token, whatever the scopes, and not into the access token", async () => {
    const own = await newClient();
    await options(own, { ClaimMap: { UAID: "custom:UAID" } });
    for (const tokens of [
      await hosted({ client: own, scopes: ["openid", "email"] }),
      await signInByPassword(server, own, ada),
    ]) {
      const { access, id } = await claimsOf(tokens);
      expect(id["UAID"]).toBe("U-4711");
      expect(access).not.toHaveProperty("UAID");
    }
    const nobody = await createPerson(server, poolId, "without-uaid");
    const { id } = await claimsOf(await hosted({ client: own, person: nobody }));
    expect(id).not.toHaveProperty("UAID");
  });

  test("the claim map does not outlive the client's right to read the attribute", async () => {
    const own = await newClient();
    await options(own, { ClaimMap: { UAID: "custom:UAID" } });
    const settings = { ...codeClient, ExplicitAuthFlows, ReadAttributes: ["email"] };
    const ids = { UserPoolId: poolId, ClientId: own.clientId };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...settings }));
    const { id } = await claimsOf(await hosted({ client: own }));
    expect(id).not.toHaveProperty("UAID");
  });

  test("an ID token without expiration ends with the year 9999, the access token after an hour", async () => {
    const own = await newClient();
    await options(own, { IdTokenNoExpiration: true });
    const tokens = await hosted({ client: own });
    const { access, id } = await claimsOf(tokens);
    expect(id.exp).toBe(253_402_300_799);
    expect(access.exp).toBe(now() + 3600);
    const { body } = await refresh(server, own, tokens.refreshToken);
    expect((await verifiedClaims(server, poolId, body.id_token)).exp).toBe(253_402_300_799);
    // It says who somebody is and opens nothing, however long it lives.
    expect((await askUserInfo(server, tokens.idToken)).status).toBe(401);
  });

  test.each([
    [{}, 3600, 3600],
    [{ AccessTokenValidity: 2, IdTokenValidity: 24 }, 7200, 86_400],
    [{ AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: "minutes" as const } }, 300, 3600],
    [{ IdTokenValidity: 301, TokenValidityUnits: { IdToken: "seconds" as const } }, 3600, 301],
    [{ AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: "days" as const } }, 86_400, 3600],
  ])(
    "the lifetimes %j make tokens of %i and %i seconds (JW-10)",
    async (settings, accessSeconds, idSeconds) => {
      const own = await newClient(settings);
      for (const tokens of [await hosted({ client: own }), await signInByPassword(server, own, ada)]) {
        const { access, id } = await claimsOf(tokens);
        expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(accessSeconds);
        expect((id.exp ?? 0) - (id.iat ?? 0)).toBe(idSeconds);
      }
    },
  );
});
