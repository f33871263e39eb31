import fc from "fast-check";
import { expect, test } from "vitest";
import { plainClient } from "../../../test/support/plain.ts";
import {
  plainTokens,
  shapedClaims,
  shapedGroupClaims,
  shapedScopes,
  type TokenShape,
} from "./token-shape.ts";

const client = plainClient();
const change = (set: TokenShape["idClaims"]["set"], suppressed: readonly string[] = []): TokenShape => ({
  ...plainTokens,
  idClaims: { set, suppressed },
  accessClaims: { set, suppressed },
});

/** `cognito.md` §4, and what ours read. */
const untouchable = [
  ...["sub", "iss", "client_id", "username", "cognito:username", "cognito:groups", "cognito:roles"],
  ...["cognito:preferred_role", "cognito:anything", "identities", "device_key", "event_id", "version"],
  ...["acr", "amr", "at_hash", "auth_time", "azp", "exp", "iat", "nbf", "jti", "nonce", "origin_jti"],
  ...["token_use", "scope"],
];

test.each(untouchable)("%s can be neither set nor suppressed", (name) => {
  for (const use of ["access", "id"] as const) {
    expect(shapedClaims({ [name]: "ours" }, use, change({ [name]: "theirs" }, [name]), client)).toEqual({
      [name]: "ours",
    });
    expect(shapedClaims({}, use, change({ [name]: "theirs" }), client)).toEqual({});
  }
});

test("whatever a trigger says, the claims that are ours stay as they are", () => {
  const name = fc.oneof(fc.constantFrom(...untouchable, "aud", "__proto__"), fc.string());
  const claims = Object.fromEntries([...untouchable, "aud"].map((each) => [each, `ours ${each}`]));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, fc.jsonValue())),
      fc.array(name),
      fc.constantFrom("access" as const, "id" as const),
      (set, suppressed, use) => {
        const shape = change(Object.fromEntries(set), suppressed);
        const shaped = shapedClaims(claims, use, shape, client);
        expect(shaped).toMatchObject(claims);
        for (const gone of suppressed) {
          if (!Object.hasOwn(claims, gone)) expect(Object.hasOwn(shaped, gone)).toBe(false);
        }
        expect(Object.getPrototypeOf(shaped)).toBe(Object.prototype);
      },
    ),
  );
});

test("other claims can be added, replaced and taken out, attributes too", () => {
  const claims = { email: "ada@example.com", name: "Ada", "custom:team": "red" };
  expect(shapedClaims(claims, "id", change({ email: "hidden", level: 7 }, ["name"]), client)).toEqual({
    email: "hidden",
    "custom:team": "red",
    level: 7,
  });
});

test("suppressing beats setting", () => {
  expect(shapedClaims({}, "id", change({ level: 7 }, ["level"]), client)).toEqual({});
});

test("attributes of the developer's can only be taken out", () => {
  const claims = { "dev:custom:rank": "1" };
  expect(shapedClaims(claims, "id", change({ "dev:custom:rank": "2" }), client)).toEqual(claims);
  expect(shapedClaims(claims, "id", change({}, ["dev:custom:rank"]), client)).toEqual({});
});

test("the audience of an access token can be its own client and nobody else; an ID token's stays", () => {
  expect(shapedClaims({}, "access", change({ aud: client.clientId }), client)).toEqual({
    aud: client.clientId,
  });
  expect(shapedClaims({}, "access", change({ aud: "another" }), client)).toEqual({});
  expect(shapedClaims({}, "access", change({ aud: [client.clientId] }), client)).toEqual({});
  expect(shapedClaims({ aud: "c" }, "id", change({ aud: "another" }, ["aud"]), client)).toEqual({ aud: "c" });
});

test("scopes are added once and suppressed for good", () => {
  const shape = { ...plainTokens, scopes: { added: ["a", "b", "b", "c"], suppressed: ["c", "openid"] } };
  expect(shapedScopes(["openid", "a"], shape)).toEqual(["a", "b"]);
  expect(shapedScopes(["openid"], plainTokens)).toEqual(["openid"]);
});

test("groups of the trigger replace the person's, roles in the ID token only", () => {
  const own = { poolId: client.poolId, description: undefined, precedence: 1, createdAt: 0, modifiedAt: 0 };
  const groups = [{ ...own, name: "staff", roleArn: "arn:own" }];
  expect(shapedGroupClaims(groups, plainTokens, "access")).toEqual({ "cognito:groups": ["staff"] });
  const shape = { ...plainTokens, groups: { names: ["a"], roles: ["arn:a"], preferredRole: "arn:a" } };
  expect(shapedGroupClaims(groups, shape, "access")).toEqual({ "cognito:groups": ["a"] });
  expect(shapedGroupClaims(groups, shape, "id")).toEqual({
    "cognito:groups": ["a"],
    "cognito:roles": ["arn:a"],
    "cognito:preferred_role": "arn:a",
  });
  const none = { ...plainTokens, groups: { names: [], roles: [], preferredRole: undefined } };
  expect(shapedGroupClaims(groups, none, "id")).toEqual({});
});
