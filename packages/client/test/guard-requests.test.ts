/** What an API answers through a guard: RFC 6750 §3 in headers, and the same in JSON. */
import { beforeAll, describe, expect, test } from "vitest";
import { createGuard, type GuardOptions, type Requirement } from "../src/guard/index.ts";
import { createSigner, type Signer } from "./support/fake-signer.ts";

const issuer = "https://issuer.example.com/pool";
const iat = Math.floor(Date.now() / 1000);
const good = {
  iss: issuer,
  sub: "ada",
  client_id: "app",
  token_use: "access",
  iat,
  exp: iat + 3600,
  scope: "api/read",
};
let signer: Signer;

beforeAll(async () => {
  signer = await createSigner("key-1");
});

interface Answer {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: unknown;
  readonly headers: Headers;
}

async function ask(
  headers: Record<string, string>,
  requirement?: Requirement,
  options: Partial<GuardOptions> = {},
): Promise<Answer> {
  const guard = createGuard({ issuer, clientIds: ["app"], jwks: { keys: [signer.jwk] }, ...options });
  const request = new Request("https://api.example.com/reports", { headers });
  const { response } = await guard.check(request, requirement);
  if (response === undefined) throw new Error("it was let in");
  const { status } = response;
  return {
    ...{ status, headers: response.headers, challenge: response.headers.get("www-authenticate") },
    body: await response.json(),
  };
}

async function bearer(changes: object = {}, header = {}): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await signer.sign({ ...good, ...changes }, header)}` };
}

test("a good token comes through with what it says", async () => {
  const guard = createGuard({ issuer, clientIds: ["app"], jwks: { keys: [signer.jwk] } });
  const request = new Request("https://api.example.com/reports", { headers: await bearer() });
  const { token, response, error } = await guard.check(request, { scopes: ["api/read"] });
  expect([response, error]).toEqual([undefined, undefined]);
  // As the docstring's example does it: the one being absent, the other is there, for the compiler too.
  if (response !== undefined) throw error;
  expect([token.subject, token.clientId]).toEqual(["ada", "app"]);
});

test("without a token it is asked for one, and blamed for nothing", async () => {
  expect(await ask({})).toMatchObject({
    status: 401,
    challenge: 'Bearer realm="api"',
    body: { error: "token_missing", error_description: "No access token" },
  });
});

test("an expired token", async () => {
  expect(await ask(await bearer({ exp: iat - 3600 }))).toMatchObject({
    status: 401,
    challenge: 'Bearer realm="api", error="invalid_token", error_description="Token expired"',
    body: { error: "invalid_token", error_description: "Token expired" },
  });
});

test("an unknown kid is named", async () => {
  expect(await ask(await bearer({}, { kid: "key-9" }))).toMatchObject({
    status: 401,
    challenge: 'Bearer realm="api", error="invalid_token", error_description="Unknown key: kid key-9"',
    body: { error: "invalid_token", error_description: "Unknown key: kid key-9" },
  });
});

test("a missing scope, with all that the route needs", async () => {
  const answer = await ask(await bearer(), { scopes: ["api/write"] }, { scopes: ["api/read"] });
  const error = "insufficient_scope";
  expect(answer).toMatchObject({
    status: 403,
    challenge: `Bearer realm="api", error="${error}", error_description="Scope missing: api/write", scope="api/read api/write"`,
    body: { error, error_description: "Scope missing: api/write", scope: "api/read api/write" },
  });
});

test("a missing group", async () => {
  expect(await ask(await bearer(), { groups: ["admins", "staff"] })).toMatchObject({
    status: 403,
    body: { error: "insufficient_scope", error_description: "Group missing: admins or staff" },
  });
});

test("a group whose name no header can hold", async () => {
  const answer = await ask(await bearer(), { groups: ['Zoë "🏊"'] });
  expect(answer.challenge).toContain('error_description="Group missing: Zo? ????"');
  expect(answer.body).toMatchObject({ error_description: 'Group missing: Zoë "🏊"' });
});

test("a token in the address, or two", async () => {
  const guard = createGuard({ issuer, clientIds: ["app"], jwks: { keys: [signer.jwk] } });
  const { authorization = "" } = await bearer();
  const inAddress = new Request(`https://api.example.com/?access_token=${authorization.slice(7)}`);
  const two = new Headers([
    ["authorization", authorization],
    ["authorization", authorization],
  ]);
  for (const request of [inAddress, new Request("https://api.example.com/", { headers: two })]) {
    const { response, error } = await guard.check(request);
    expect(response?.status).toBe(400);
    expect(response?.headers.get("www-authenticate")).toMatch(/^Bearer realm="api", error="invalid_request"/);
    expect(error?.message).not.toContain(authorization.slice(7));
  }
});

test("the scheme may be written in any case", async () => {
  const { authorization = "" } = await bearer({ exp: 1 });
  expect(await ask({ authorization: authorization.replace("Bearer", "bEARER") })).toMatchObject({
    body: { error_description: "Token expired" },
  });
});

test("another scheme is no token", async () => {
  expect(await ask({ authorization: "Basic YTpi" })).toMatchObject({
    status: 401,
    body: { error: "token_missing" },
  });
});

describe("while the keys cannot be had", () => {
  const fetchNothing = () => Promise.reject(new TypeError("fetch failed"));

  test("it answers 503, to be tried again, and the API's log gets the reason", async () => {
    const options = { jwks: undefined, fetch: fetchNothing };
    const answer = await ask(await bearer(), {}, options);
    expect(answer).toMatchObject({
      status: 503,
      challenge: null,
      body: { error: "temporarily_unavailable" },
    });
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(JSON.stringify(answer.body)).not.toContain("issuer.example.com");

    const guard = createGuard({ issuer, clientIds: ["app"], ...options });
    const request = new Request("https://api.example.com/", { headers: await bearer() });
    expect(await guard.check(request)).toMatchObject({ error: { code: "provider_unavailable" } });
  });
});

test("HT-04: nothing that it answers opens the API to other origins, whatever the origin", async () => {
  for (const origin of ["null", "https://evil.example.com", "https://api.example.com.evil.example.com"]) {
    const { headers } = await ask({ origin });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("what a token says cannot leave its place in the header", async () => {
  const kid = 'a", error="none", realm="x\r\nset-cookie: a=b';
  const { challenge } = await ask(await bearer({}, { kid }));
  expect(challenge).toBe(
    'Bearer realm="api", error="invalid_token", error_description="Unknown key: kid a?, error=?none?, realm=?x??set-cookie: a=b"',
  );
});
