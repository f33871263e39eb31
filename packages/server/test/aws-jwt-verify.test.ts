/** aws-jwt-verify, as resource servers use it with an issuer that is not AWS's: what it accepts, what it refuses, and a change of keys. */
import { createSign, generateKeyPairSync } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import { assertStringEquals } from "aws-jwt-verify/assert";
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { askToken } from "./support/oauth.ts";
import { callOwn } from "./support/own-operations.ts";
import { passwordClient } from "./support/people.ts";
import { createApi, createClient, createPerson, createPool, machineClient } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";
import { signInByPassword, type TestTokens } from "./support/sign-in.ts";

type TokenUse = "access" | "id";

interface Story {
  readonly issuer: string;
  readonly clientId: string;
  readonly UserPoolId: string;
  readonly sub: string;
  readonly signIn: () => Promise<TestTokens>;
}

let server: TestServer;
let pool: Story;
let tokens: TestTokens;

beforeAll(async () => {
  server = await startTestServer();
  pool = await story(server);
  tokens = await pool.signIn();
});
afterAll(() => server.close());

async function story(on: TestServer): Promise<Story> {
  const UserPoolId = await createPool(on);
  const clientId = await passwordClient(on, UserPoolId);
  const person = await createPerson(on, UserPoolId, "ada", { email: "ada@example.com" });
  const signIn = () => signInByPassword(on, { clientId, clientSecret: "" }, person);
  return { issuer: `${on.url}/${UserPoolId}`, clientId, UserPoolId, sub: person.sub, signIn };
}

/** Its own way to the keys insists on https; `fetched` counts the ways there. */
function verifierOf({ issuer, clientId }: Pick<Story, "issuer" | "clientId">, tokenUse: TokenUse) {
  const fetched: string[] = [];
  const fetcher = {
    fetch: async (uri: string) => {
      fetched.push(uri);
      return (await fetch(uri)).arrayBuffer();
    },
  };
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: tokenUse === "id" ? clientId : null,
      customJwtCheck: ({ payload }) => {
        assertStringEquals("Token use", payload["token_use"], tokenUse, CognitoJwtInvalidTokenUseError);
        if (tokenUse === "id") return;
        assertStringEquals("Client ID", payload["client_id"], clientId, CognitoJwtInvalidClientIdError);
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
  return { verifier, fetched };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const partsOf = (token: string) => {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { header, payload, signature, decoded: { header: decode(header), payload: decode(payload) } };
};

describe("aws-jwt-verify accepts", () => {
  test("our access token", async () => {
    const { verifier, fetched } = verifierOf(pool, "access");
    expect(await verifier.verify(tokens.accessToken)).toMatchObject({ sub: pool.sub, username: "ada" });
    await verifier.verify(tokens.accessToken);
    expect(fetched).toEqual([`${pool.issuer}/.well-known/jwks.json`]);
  });

  test("our ID token", async () => {
    const { verifier } = verifierOf(pool, "id");
    const claims = { sub: pool.sub, aud: pool.clientId, "cognito:username": "ada", email: "ada@example.com" };
    expect(await verifier.verify(tokens.idToken)).toMatchObject(claims);
  });

  test("a machine's access token, by its scope", async () => {
    await createApi(server, pool.UserPoolId);
    const machine = await createClient(server, pool.UserPoolId, machineClient);
    const { body } = await askToken(server, machine, { grant_type: "client_credentials", scope: "api/read" });
    const { verifier } = verifierOf({ ...pool, clientId: machine.clientId }, "access");
    const token = body.access_token ?? "";
    expect(await verifier.verify(token, { audience: null, scope: "api/read" })).toMatchObject({
      sub: machine.clientId,
    });
    await expect(verifier.verify(token, { audience: null, scope: "api/write" })).rejects.toThrow(/scope/i);
  });

  test("an ID token without expiration, long after", async () => {
    const { UserPoolId, clientId: ClientId } = pool;
    await callOwn(server, "SetUserPoolClientTokenOptions", {
      UserPoolId,
      ClientId,
      IdTokenNoExpiration: true,
    });
    const { idToken } = await pool.signIn();
    await callOwn(server, "SetUserPoolClientTokenOptions", { UserPoolId, ClientId });
    laterBy(100 * 365 * 86_400);
    expect(await verifierOf(pool, "id").verifier.verify(idToken)).toMatchObject({ sub: pool.sub });
  });
});

describe("aws-jwt-verify refuses", () => {
  test("one kind of token where the other is due (JW-04)", async () => {
    const access = verifierOf(pool, "access").verifier.verify(tokens.idToken);
    await expect(access).rejects.toBeInstanceOf(CognitoJwtInvalidTokenUseError);
    const id = verifierOf(pool, "id").verifier.verify(tokens.accessToken);
    await expect(id).rejects.toBeInstanceOf(JwtInvalidAudienceError);
  });

  test("a refresh token, which is no signed token at all", async () => {
    const call = verifierOf(pool, "access").verifier.verify(tokens.refreshToken);
    await expect(call).rejects.toBeInstanceOf(JwtParseError);
  });

  test("another pool's tokens (JW-02)", async () => {
    const other = await (await story(server)).signIn();
    const access = verifierOf(pool, "access").verifier.verify(other.accessToken);
    await expect(access).rejects.toBeInstanceOf(KidNotFoundInJwksError);
    const id = verifierOf(pool, "id").verifier.verify(other.idToken);
    await expect(id).rejects.toBeInstanceOf(KidNotFoundInJwksError);
  });

  test("another client's tokens", async () => {
    const other = { ...pool, clientId: await passwordClient(server, pool.UserPoolId) };
    const access = verifierOf(other, "access").verifier.verify(tokens.accessToken);
    await expect(access).rejects.toBeInstanceOf(CognitoJwtInvalidClientIdError);
    const id = verifierOf(other, "id").verifier.verify(tokens.idToken);
    await expect(id).rejects.toBeInstanceOf(JwtInvalidAudienceError);
  });

  test.each(["accessToken", "idToken"] as const)("an expired %s", async (kind) => {
    const { verifier } = verifierOf(pool, kind === "idToken" ? "id" : "access");
    laterBy(3599);
    await verifier.verify(tokens[kind]);
    laterBy(3601);
    await expect(verifier.verify(tokens[kind])).rejects.toBeInstanceOf(JwtExpiredError);
  });

  test("altered claims and an altered signature", async () => {
    const { verifier } = verifierOf(pool, "access");
    const { header, payload, signature, decoded } = partsOf(tokens.accessToken);
    const altered = encode({ ...decoded.payload, username: "grace" });
    await expect(verifier.verify(`${header}.${altered}.${signature}`)).rejects.toBeInstanceOf(
      JwtInvalidSignatureError,
    );
    const flipped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
    await expect(verifier.verify(`${header}.${payload}.${flipped}`)).rejects.toBeInstanceOf(
      JwtInvalidSignatureError,
    );
  });

  test("a signature by somebody else's key, and the algorithm none (JW-01)", async () => {
    const { verifier } = verifierOf(pool, "access");
    const { header, payload, decoded } = partsOf(tokens.accessToken);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const signature = createSign("RSA-SHA256").update(`${header}.${payload}`).sign(privateKey, "base64url");
    await expect(verifier.verify(`${header}.${payload}.${signature}`)).rejects.toBeInstanceOf(
      JwtInvalidSignatureError,
    );
    const none = encode({ ...decoded.header, alg: "none" });
    const call = verifier.verify(`${none}.${payload}.${signature}`);
    await expect(call).rejects.toBeInstanceOf(JwtInvalidSignatureAlgorithmError);
  });
});

describe("after a change of keys (JW-12) aws-jwt-verify", () => {
  test("verifies old and new tokens, and needs the keys only once more", async () => {
    const house = await testServer();
    const { UserPoolId, signIn, ...rest } = await story(house);
    const early = { access: verifierOf(rest, "access"), id: verifierOf(rest, "id") };
    const old = await signIn();
    await early.access.verifier.verify(old.accessToken);
    await early.id.verifier.verify(old.idToken);

    await callOwn(house, "RotateSigningKeys", { UserPoolId });
    const informed = { access: verifierOf(rest, "access"), id: verifierOf(rest, "id") };
    await Promise.all([informed.access.verifier.hydrate(), informed.id.verifier.hydrate()]);
    house.advance(86_400);
    const fresh = await signIn();
    for (const kind of ["accessToken", "idToken"] as const) {
      expect(partsOf(fresh[kind]).decoded.header.kid).not.toBe(partsOf(old[kind]).decoded.header.kid);
    }
    for (const { access, id } of [early, informed]) {
      await access.verifier.verify(fresh.accessToken);
      await access.verifier.verify(old.accessToken);
      await id.verifier.verify(fresh.idToken);
      await id.verifier.verify(old.idToken);
    }
    // The keys were published a day before they signed: who looked meanwhile meets no unknown key.
    expect(early.access.fetched).toHaveLength(2);
    expect(early.id.fetched).toHaveLength(2);
    expect(informed.access.fetched).toHaveLength(1);
    expect(informed.id.fetched).toHaveLength(1);
  });
});

/** The verifier's clock, until the test is over. */
function laterBy(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: server.clock.now() + seconds * 1000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}
