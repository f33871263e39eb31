/** What an app client's ID tokens carry beyond Cognito's claims, and the keys that sign them. */
import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId } from "../src/core/ids.ts";
import { keepSigningKeys } from "../src/core/tokens/signing-keys.ts";
import { callHouse } from "./support/house.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const schema = [{ Name: "UAID", AttributeDataType: "String" as const }];

async function story(settings: Partial<CreateUserPoolClientCommandInput> = {}) {
  const UserPoolId = await createPool(server, { Schema: schema });
  await createPerson(server, UserPoolId, "ada", { "custom:UAID": "u-1" });
  const { UserPoolClient } = await server.admin.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      ...settings,
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? "";
  const set = (options: object) =>
    callHouse(server, "SetUserPoolClientTokenOptions", { UserPoolId, ClientId, ...options });
  const get = () => callHouse(server, "DescribeUserPoolClientTokenOptions", { UserPoolId, ClientId });
  const signIn = async () => {
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    return (await server.admin.send(command)).AuthenticationResult?.IdToken ?? "";
  };
  return { UserPoolId, ClientId, set, get, signIn };
}

describe("token options", () => {
  test("put an attribute under a name of the application's own, without expiration", async () => {
    const { set, get, signIn } = await story();
    const none = { ClientTokenOptions: { ClaimMap: {}, IdTokenNoExpiration: false } };
    expect(await get()).toEqual(none);
    const options = { ClaimMap: { UAID: "custom:UAID" }, IdTokenNoExpiration: true };
    expect(await set(options)).toEqual({ ClientTokenOptions: options });
    expect(await get()).toEqual({ ClientTokenOptions: options });
    expect(decodeJwt(await signIn())).toMatchObject({ UAID: "u-1", exp: 253_402_300_799 });
    expect(await set({})).toEqual(none);
    expect(decodeJwt(await signIn())).not.toHaveProperty("UAID");
  });

  test("outlive an update of the client", async () => {
    const { UserPoolId, ClientId, set, get } = await story();
    const before = await set({ ClaimMap: { UAID: "custom:UAID" } });
    await server.admin.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await get()).toEqual(before);
  });

  test.each([
    ...["sub", "iss", "aud", "exp", "iat", "nbf", "jti", "token_use", "auth_time", "at_hash", "nonce", "azp"],
    ...["acr", "amr", "origin_jti", "event_id", "device_key", "client_id", "username", "scope", "version"],
    ...["identities", "cognito:groups", "Cognito:x", "custom:UAID", "email", "email_verified", "address"],
    ...["constructor", "with space", 'quo"te'],
  ])("never replace or imitate the claim %s", async (claim) => {
    const { UserPoolId, ClientId } = await shared();
    const input = { UserPoolId, ClientId, ClaimMap: { [claim]: "custom:UAID" } };
    const call = callHouse(server, "SetUserPoolClientTokenOptions", input);
    await expectFailure(call, "InvalidParameterException");
  });

  test("never hold a name that JavaScript would take for a prototype", async () => {
    const { set } = await shared();
    // Written as JSON, for in a literal it would not be a member.
    const ClaimMap: unknown = JSON.parse('{"__proto__":"custom:UAID"}');
    expect(await set({ ClaimMap })).toEqual({
      ClientTokenOptions: { ClaimMap: {}, IdTokenNoExpiration: false },
    });
  });

  test("come from an attribute that exists and that the client may read", async () => {
    const { set } = await story({ ReadAttributes: ["email"] });
    await expectFailure(set({ ClaimMap: { x: "custom:nothing" } }), "InvalidParameterException");
    await expectFailure(set({ ClaimMap: { x: "sub" } }), "InvalidParameterException");
    await expectFailure(
      set({ ClaimMap: { UAID: "custom:UAID" } }),
      "InvalidParameterException",
      "The client has no read access to the attribute custom:UAID.",
    );
    await set({ ClaimMap: { mail: "email" } });
  });

  test("AP-09: are not found through another pool", async () => {
    const { ClientId } = await story();
    const UserPoolId = await createPool(server);
    for (const operation of [
      "SetUserPoolClientTokenOptions",
      "DescribeUserPoolClientTokenOptions",
    ] as const) {
      const call = callHouse(server, operation, { UserPoolId, ClientId });
      await expectFailure(call, "ResourceNotFoundException");
    }
  });
});

let one: ReturnType<typeof story> | undefined;

function shared() {
  one ??= story();
  return one;
}

type KeyOperation = "DescribeSigningKeys" | "RotateSigningKeys";

describe("signing keys", () => {
  const describeKeys = async (UserPoolId: string, operation: KeyOperation = "DescribeSigningKeys") => {
    const { SigningKeys } = await callHouse(server, operation, { UserPoolId });
    if (!Array.isArray(SigningKeys)) throw new Error("the answer has no list of keys");
    return SigningKeys.map((key: object) => ({ KeyId: "", TokenUse: "", Status: "", ActiveFrom: 0, ...key }));
  };
  const statuses = async (UserPoolId: string) =>
    (await describeKeys(UserPoolId)).map(({ TokenUse, Status }) => `${TokenUse} ${Status}`).toSorted();

  test("JW-11: are described without their private halves", async () => {
    const UserPoolId = await createPool(server);
    const keys = await describeKeys(UserPoolId);
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual(
      keys.map(() => ["ActiveFrom", "CreationDate", "KeyId", "Status", "TokenUse"]),
    );
    expect(await statuses(UserPoolId)).toEqual(["access ACTIVE", "id ACTIVE"]);
  });

  test("JW-12: rotate only after a day of being published", async () => {
    const { UserPoolId, signIn } = await story();
    const keyOf = async () => decodeProtectedHeader(await signIn()).kid;
    const old = await keyOf();
    const rotated = await describeKeys(UserPoolId, "RotateSigningKeys");
    const next = rotated.find(({ TokenUse, Status }) => TokenUse === "id" && Status === "NEXT");
    expect(next?.ActiveFrom).toBe(server.clock.now() / 1000 + 86_400);
    const published = await fetch(`${server.url}/${UserPoolId}/.well-known/jwks.json`);
    expect(await published.text()).toContain(next?.KeyId);
    expect(await keyOf()).toBe(old);
    expect(await describeKeys(UserPoolId, "RotateSigningKeys")).toEqual(rotated);

    server.advance(86_400);
    expect(await keyOf()).toBe(next?.KeyId);
    expect(await statuses(UserPoolId)).toEqual([
      "access ACTIVE",
      "access RETIRED",
      "id ACTIVE",
      "id RETIRED",
    ]);
  });

  test("stay published for ever once an ID token may live for ever", async () => {
    const { UserPoolId, set } = await story();
    await set({ IdTokenNoExpiration: true });
    await set({ IdTokenNoExpiration: false });
    await server.admin.send(new UpdateUserPoolCommand({ UserPoolId }));
    await callHouse(server, "RotateSigningKeys", { UserPoolId });
    server.advance(10 * 86_400);
    const pool = await server.world.store.read.pools.find(poolId(UserPoolId));
    if (pool === undefined) throw new Error("the pool is gone");
    await keepSigningKeys(server.world, pool);
    expect(await statuses(UserPoolId)).toEqual(["access ACTIVE", "id ACTIVE", "id RETIRED"]);
  });

  test("of a pool that nobody made are not found", async () => {
    for (const operation of ["RotateSigningKeys", "DescribeSigningKeys"] as const) {
      const call = callHouse(server, operation, { UserPoolId: "us-east-1_nobody" });
      await expectFailure(call, "ResourceNotFoundException");
    }
  });
});
