import { describe, expect, test } from "vitest";
import { createGuard } from "./guard.ts";
import type { GuardOptions } from "./options.ts";

const issuer = "https://issuer.example.com";

describe("a check is never off because a setting was left out:", () => {
  test.each<[string, GuardOptions, RegExp]>([
    ["neither clients nor audience", { issuer }, /clientIds is missing/],
    ["no client in the list", { issuer, clientIds: [] }, /clientIds is empty/],
    ["an empty client id", { issuer, clientIds: [""] }, /clientIds is empty/],
    ["a client id that is undefined", { issuer, clientIds: [JSON.parse("{}").id] }, /clientIds is empty/],
    ["an empty audience", { issuer, audience: "" }, /audience is empty/],
    ["nothing to tell an ID token by", { issuer, clientIds: null, tokenUse: null }, /needs audience/],
    ["http beyond this machine", { issuer: "http://example.com", clientIds: null }, /must be https/],
    ["no URL", { issuer: "example.com", clientIds: null }, /is no URL/],
    ["no algorithm", { issuer, clientIds: null, algorithms: [] }, /algorithms is empty/],
    ["JW-01: alg none", { issuer, clientIds: null, algorithms: ["none"] }, /none is not accepted/],
    ["JW-01: a shared secret", { issuer, clientIds: null, algorithms: ["HS256"] }, /HS256 is not accepted/],
    ["JW-13: two minutes", { issuer, clientIds: null, toleranceSeconds: 120 }, /between 0 and 60/],
    ["no number", { issuer, clientIds: null, toleranceSeconds: Number.NaN }, /between 0 and 60/],
    ["JW-13: text", { issuer, clientIds: null, toleranceSeconds: JSON.parse('"60"') }, /between 0 and 60/],
    ["scopes that are one text", { issuer, clientIds: null, scopes: JSON.parse('"a b"') }, /scopes must be/],
    ["one group", { issuer, clientIds: null, groups: JSON.parse('"staff"') }, /groups must be a list/],
    ["an endless time-out", { issuer, clientIds: null, timeoutMs: Number.POSITIVE_INFINITY }, /timeoutMs/],
    ["a quote in the realm", { issuer, clientIds: null, realm: 'a"b' }, /realm/],
    ["keys that are none", { issuer, clientIds: null, jwks: JSON.parse("{}") }, /Key Set/],
  ])("%s", (_, options, words) => {
    const create = () => createGuard(options);
    expect(create).toThrow(expect.objectContaining({ code: "config_invalid" }));
    expect(create).toThrow(words);
  });
});

test.each<Partial<GuardOptions>>([
  { clientIds: null },
  { clientIds: ["app"] },
  { audience: "https://api.example.com" },
  { audience: ["one", "two"], tokenUse: null },
])("takes %j", (options) => {
  expect(createGuard({ issuer, ...options })).toHaveProperty("verify");
});
