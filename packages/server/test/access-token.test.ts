/** Forged, altered, foreign and misused access tokens, at every operation and endpoint that takes one. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { GetUserCommand, UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { CompactSign, decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId } from "../src/core/ids.ts";
import { activeKey } from "../src/core/tokens/signing-keys.ts";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { table } from "../src/operations/table.ts";
import { callUnsigned } from "./support/json-call.ts";
import { askUserInfo } from "./support/oauth.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { signInByCode, type TestTokens } from "./support/sign-in.ts";
import { publishedKeys } from "./support/verified-claims.ts";

interface Party {
  readonly poolId: string;
  readonly client: TestClient;
  readonly person: TestPerson;
}

const scopes = ["openid", "aws.cognito.signin.user.admin"];
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });

let server: TestServer;
let home: Party;
let elsewhere: Party;
let tokens: TestTokens;
/** Of `tokens.accessToken`. */
let claims: JWTPayload;
let kid: string;

beforeAll(async () => {
  server = await startTestServer();
  [home, elsewhere] = [await newParty(), await newParty()];
  tokens = await signInByCode(server, { ...home, scopes });
  claims = decodeJwt(tokens.accessToken);
  kid = decodeProtectedHeader(tokens.accessToken).kid ?? "";
});
afterAll(() => server.close());

async function newParty(): Promise<Party> {
  const id = await createPool(server);
  const client = await createClient(server, id, codeClient);
  return { poolId: id, client, person: await createPerson(server, id, "ada") };
}

const sign = (
  payload: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
  key: KeyObject = foreign.privateKey,
) => new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(key);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const headerOf = (token: string) => token.split(".")[0] ?? "";
const payloadOf = (token: string) => token.split(".")[1] ?? "";
const signatureOf = (token: string) => token.split(".")[2] ?? "";

async function expectRefused(token: string, message = "Invalid Access Token"): Promise<void> {
  await expect(server.admin.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message,
  });
  expect((await askUserInfo(server, token)).status).toBe(401);
}

async function expectAccepted(token: string): Promise<void> {
  expect((await server.admin.send(new GetUserCommand({ AccessToken: token }))).Username).toBe("ada");
  expect((await askUserInfo(server, token)).status).toBe(200);
}

describe("a forged token", () => {
  test("signed by a foreign key, under our key's id or its own, is refused (AP-05, CA-04)", async () => {
    await expectAccepted(tokens.accessToken);
    await expectRefused(await sign(claims));
    await expectRefused(await sign(claims, { kid: "mine" }));
  });

  test("that brings or points to its own key is refused, and nobody is asked for it (JW-02)", async () => {
    const jwk = foreign.publicKey.export({ format: "jwk" });
    await expectRefused(await sign(claims, { jwk }));
    await expectRefused(await sign(claims, { jku: `${server.url}/jwks.json` }));
    await expectRefused(await sign(claims, { x5u: `${server.url}/cert.pem` }));
  });

  test.each(["none", "None", "NONE", "nOnE", ""])(
    "without a signature, alg %j, is refused (CA-04, JW-01)",
    async (alg) => {
      const unsigned = `${encode({ alg, kid })}.${payloadOf(tokens.accessToken)}`;
      await expectRefused(`${unsigned}.`);
      await expectRefused(`${unsigned}.${signatureOf(tokens.accessToken)}`);
      await expectRefused(unsigned);
    },
  );

  test("signed by HMAC with our public key as the secret is refused (CA-04, JW-01)", async () => {
    const { keys } = await publishedKeys(server, home.poolId);
    const jwk = keys.find((key) => key.kid === kid) ?? {};
    const publicKey = createPublicKey({ key: jwk, format: "jwk" });
    const input = `${encode({ alg: "HS256", kid })}.${payloadOf(tokens.accessToken)}`;
    for (const secret of [
      publicKey.export({ type: "spki", format: "pem" }),
      publicKey.export({ type: "spki", format: "der" }),
      publicKey.export({ type: "pkcs1", format: "pem" }),
      Buffer.from(jwk.n ?? "", "base64url"),
      jwk.n ?? "",
      "",
    ]) {
      await expectRefused(`${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`);
    }
  });

  test.each(["RS384", "RS512", "PS256"])("signed as %s is refused (JW-01)", async (alg) => {
    await expectRefused(await sign(claims, { alg }));
  });

  test("with a header that must be understood is refused (JW-01)", async () => {
    const input = encode({ alg: "RS256", kid, crit: ["exp"] });
    await expectRefused(`${input}.${payloadOf(tokens.accessToken)}.${signatureOf(tokens.accessToken)}`);
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    const header = { alg: "RS256", kid, b64: true, crit: ["b64"] };
    await expectRefused(await new CompactSign(bytes).setProtectedHeader(header).sign(foreign.privateKey));
  });

  test("that is not even a token is refused before any work (JW-09)", async () => {
    const huge = "A".repeat(60_000);
    for (const token of [
      "x",
      "..",
      "a.b",
      "a.b.c",
      "a.b.c.d",
      `${huge}.${huge}.x`,
      encode({}),
      tokens.refreshToken,
    ]) {
      await expect(server.admin.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
        name: "NotAuthorizedException",
        message: "Invalid Access Token",
      });
    }
  });
});

describe("an altered token", () => {
  // The second for a letter that no token has: the model's own constraint refuses it.
  const refusal = /^(NotAuthorized|InvalidParameter)Exception$/;

  test("with any tenth bit flipped is refused (AP-05, JW-08)", async () => {
    const bytes = Buffer.from(tokens.accessToken);
    for (let bit = 0; bit < bytes.length * 8; bit += 10) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await nameOf(altered.toString("latin1")), `bit ${bit}`).toMatch(refusal);
    }
  });

  test("cut off anywhere is refused", async () => {
    const { accessToken } = tokens;
    for (const length of [
      1,
      10,
      accessToken.indexOf("."),
      accessToken.lastIndexOf("."),
      accessToken.length - 1,
    ]) {
      await expectRefused(accessToken.slice(0, length));
    }
  });

  test("with its unused last bits set, padded or spaced is refused: each token has one spelling (JW-08)", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const { accessToken } = tokens;
    const last = alphabet.indexOf(accessToken.at(-1) ?? "");
    await expectRefused(accessToken.slice(0, -1) + alphabet[last + 1]);
    await expectRefused(`${accessToken}==`);
    await expectRefused(`${accessToken}.`);
    for (const token of [`${accessToken}\n`, ` ${accessToken}`, accessToken.replace(".", ". ")]) {
      expect(await nameOf(token)).toMatch(refusal);
    }
  });

  test("whose parts come from two tokens is refused", async () => {
    const other = await signInByCode(server, { ...home, scopes });
    const [mine, theirs] = [tokens.accessToken, other.accessToken];
    await expectRefused(`${headerOf(mine)}.${payloadOf(mine)}.${signatureOf(theirs)}`);
    await expectRefused(`${headerOf(mine)}.${payloadOf(theirs)}.${signatureOf(mine)}`);
  });

  test.each(["sub", "username", "scope", "exp", "client_id", "origin_jti", "iss", "token_use"])(
    "with another %s is refused (JW-03)",
    async (claim) => {
      const payload = encode({ ...claims, [claim]: claim === "exp" ? (claims.exp ?? 0) + 86_400 : "other" });
      await expectRefused(`${headerOf(tokens.accessToken)}.${payload}.${signatureOf(tokens.accessToken)}`);
    },
  );
});

describe("a right token in the wrong place", () => {
  test("an ID token opens nothing (JW-04)", async () => {
    await expectRefused(tokens.idToken);
  });

  test("another pool's token does not become ours by naming us (AP-09)", async () => {
    const theirs = (await signInByCode(server, { ...elsewhere, scopes })).accessToken;
    await expectAccepted(theirs);
    const payload = encode({ ...decodeJwt(theirs), iss: claims.iss, sub: claims.sub });
    await expectRefused(`${headerOf(theirs)}.${payload}.${signatureOf(theirs)}`);
    await expectRefused(`${headerOf(tokens.accessToken)}.${payload}.${signatureOf(theirs)}`);
  });

  test("an issuer that only begins like ours is not ours", async () => {
    for (const iss of [`${claims.iss}/`, `${claims.iss}x`, `${server.url}.evil.example/${home.poolId}`, ""]) {
      await expectRefused(await sign({ ...claims, iss }));
    }
    const { iss: _iss, ...without } = claims;
    await expectRefused(await sign(without));
  });

  test("every operation of the caller's own account refuses them all (AP-05, AP-09, JW-04)", async () => {
    // The keys of the table are the names of its operations.
    const names = Object.keys(table) as AnyOperationName[];
    const operations = names.filter((name) => table[name].gate === "token");
    expect(operations).toEqual(
      expect.arrayContaining(["GetUser", "ChangePassword", "DeleteUser", "GlobalSignOut"]),
    );
    const theirs = (await signInByCode(server, { ...elsewhere, scopes })).accessToken;
    const stolen = encode({ ...decodeJwt(theirs), iss: claims.iss, sub: claims.sub });
    const forged = [
      await sign(claims),
      `${encode({ alg: "none", kid })}.${payloadOf(tokens.accessToken)}.`,
      `${headerOf(theirs)}.${stolen}.${signatureOf(theirs)}`,
      tokens.idToken,
      tokens.refreshToken,
      "x",
    ];
    const refusal = { type: "NotAuthorizedException", message: "Invalid Access Token" };
    for (const operation of operations) {
      const input = inputs[operation];
      expect(input, `an input for ${operation}`).toBeDefined();
      for (const AccessToken of forged) {
        const { type, message } = await callUnsigned(server, operation, { ...input, AccessToken });
        expect({ type, message }, operation).toEqual(refusal);
      }
    }
    await expectAccepted(tokens.accessToken);
  });

  test("nobody's account opens without a token, whoever the body names (AP-06)", async () => {
    const body = { Username: "ada", UserPoolId: home.poolId, ClientId: home.client.clientId };
    expect((await callUnsigned(server, "GetUser", body)).type).toBe("InvalidParameterException");
    expect((await callUnsigned(server, "DeleteUser", body)).type).toBe("InvalidParameterException");
  });

  test("without the scope for it, it does not open the account at the JSON API", async () => {
    const { accessToken } = await signInByCode(server, home);
    await expect(server.admin.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Access Token does not have required scopes",
    });
    expect((await askUserInfo(server, accessToken)).status).toBe(200);
  });
});

describe("a token signed by ourselves, but not as we do", () => {
  /** With the pool's own key, which only the server can open. */
  const signAsPool = async (payload: object, tokenUse: "access" | "id" = "access") => {
    const id = poolId(home.poolId);
    const keys = await server.world.store.read.signingKeys.list(id);
    return server.world.signing.sign(id, activeKey(keys, tokenUse, server.clock.now()), payload);
  };
  const now = () => Math.floor(server.clock.now() / 1000);

  test("is believed when nothing is missing, so that what follows is about what is missing", async () => {
    await expectAccepted(await signAsPool(claims));
  });

  test.each(["iss", "exp", "iat", "token_use", "sub", "client_id"])(
    "lacks %s, and is refused (JW-03)",
    async (claim) => {
      await expectRefused(await signAsPool({ ...claims, [claim]: undefined }));
    },
  );

  test.each([
    { exp: "9999999999" },
    { exp: null },
    { iat: "0" },
    { nbf: "0" },
    { token_use: "id" },
    { token_use: ["access"] },
    { iss: ["x"] },
    { sub: 7 },
  ])("has %j, and is refused (JW-03)", async (claim) => {
    await expectRefused(await signAsPool({ ...claims, ...claim }));
  });

  test("was signed by the key of ID tokens, and is refused (JW-04)", async () => {
    await expectRefused(await signAsPool(claims, "id"));
  });

  test("begins up to a minute ahead, and no more (JW-13)", async () => {
    const iat = now();
    for (const ahead of [{ iat: iat + 59 }, { nbf: iat + 59 }]) {
      await expectAccepted(await signAsPool({ ...claims, ...ahead }));
    }
    for (const ahead of [{ iat: iat + 61 }, { nbf: iat + 61 }]) {
      await expectRefused(await signAsPool({ ...claims, ...ahead }));
    }
  });

  test("names somebody else's sign-in, or a client or person there is not, and is refused (AP-06)", async () => {
    const other = await createPerson(server, home.poolId, "other");
    for (const claim of [
      { sub: other.sub },
      { origin_jti: crypto.randomUUID() },
      { client_id: "x".repeat(26) },
    ]) {
      await expectRefused(await signAsPool({ ...claims, ...claim }), "Access Token has been revoked");
    }
  });
});

describe("time", () => {
  test("a token is good to the last second of its life (JW-03)", async () => {
    const { accessToken } = await signInByCode(server, { ...home, scopes });
    server.advance(3599);
    await expectAccepted(accessToken);
    server.advance(1);
    await expectRefused(accessToken, "Access Token has expired");
  });

  test("a token from 59 seconds ahead is good, one from 61 is not (JW-13)", async () => {
    const { accessToken } = await signInByCode(server, { ...home, scopes });
    server.advance(-59);
    await expectAccepted(accessToken);
    server.advance(-2);
    await expectRefused(accessToken);
    server.advance(61);
    await expectAccepted(accessToken);
  });

  test("a client's shorter lives are for its new tokens", async () => {
    const own = await createClient(server, home.poolId, codeClient);
    const { accessToken } = await signInByCode(server, { ...home, client: own, scopes });
    const settings = { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: "minutes" as const } };
    const ids = { UserPoolId: home.poolId, ClientId: own.clientId };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...codeClient, ...settings }));
    server.advance(301);
    await expectAccepted(accessToken);
  });
});

/** A valid input, but for the token, of every operation with a token gate. */
const DeviceKey = "us-east-1_11111111-1111-4111-8111-111111111111";
const inputs: Readonly<Record<string, object>> = {
  ChangePassword: { PreviousPassword: "Correct-Horse-7", ProposedPassword: "Other-Horse-8" },
  CompleteWebAuthnRegistration: { Credential: {} },
  ConfirmDevice: { DeviceKey },
  DeleteUser: {},
  DeleteUserAttributes: { UserAttributeNames: ["name"] },
  DeleteWebAuthnCredential: { CredentialId: "AAAA" },
  ForgetDevice: { DeviceKey },
  GetDevice: { DeviceKey },
  GetUser: {},
  GetUserAttributeVerificationCode: { AttributeName: "email" },
  GetUserAuthFactors: {},
  GlobalSignOut: {},
  ListDevices: {},
  ListUserSessions: {},
  ListWebAuthnCredentials: {},
  RevokeUserSession: { SessionId: `tkn${"a".repeat(25)}` },
  SetUserMFAPreference: {},
  SetUserSettings: { MFAOptions: [] },
  StartWebAuthnRegistration: {},
  UpdateDeviceStatus: { DeviceKey },
  UpdateUserAttributes: { UserAttributes: [{ Name: "name", Value: "Mallory" }] },
  VerifyUserAttribute: { AttributeName: "email", Code: "123456" },
};

async function nameOf(AccessToken: string): Promise<string> {
  return (await callUnsigned(server, "GetUser", { AccessToken })).type;
}
