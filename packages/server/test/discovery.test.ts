/** What a pool publishes about itself, and that it is true. */
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askRevoke, askToken, basic, postForm } from "./support/oauth.ts";
import { codeClient, createApi, createClient, createPool, machineClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

interface Metadata {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly revocation_endpoint: string;
  readonly grant_types_supported: readonly string[];
  readonly code_challenge_methods_supported: readonly string[];
  readonly id_token_signing_alg_values_supported: readonly string[];
}

let server: TestServer;
let poolId: string;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server);
  await createApi(server, poolId);
});
afterAll(() => server.close());

const oidc = () => `${server.url}/${poolId}/.well-known/openid-configuration`;
const oauth = () => `${server.url}/.well-known/oauth-authorization-server/${poolId}`;
const jwksUri = () => `${server.url}/${poolId}/.well-known/jwks.json`;
const metadata = async (url: string, headers: Record<string, string> = {}): Promise<Metadata> =>
  (await fetch(url, { headers })).json();

describe("the metadata", () => {
  test("names the issuer it was fetched from, in both places (MD-01, MD-02)", async () => {
    const document = await metadata(oidc());
    expect(`${document.issuer}/.well-known/openid-configuration`).toBe(oidc());
    expect(await metadata(oauth())).toEqual(document);
  });

  test("names endpoints of this server only, whatever the caller says its name is (MD-03)", async () => {
    const document = await metadata(oidc());
    const forwarded = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    expect(await metadata(oidc(), forwarded)).toEqual(document);
    expect(JSON.parse(await textFor(oidc(), "evil.example"))).toEqual(document);
    const addresses = Object.entries(document).filter(([name]) => /_endpoint$|_uri$|^issuer$/.test(name));
    expect(addresses.length).toBeGreaterThanOrEqual(7);
    for (const [name, address] of addresses) expect(String(address), name).toMatch(`${server.url}/`);
  });

  test.each(["/.well-known/openid-configuration", "/.well-known/x", "/%zz/.well-known/jwks.json"])(
    "is not at %s, as a library in a browser can read",
    async (path) => {
      const { status, headers } = await fetch(server.url + path);
      expect(status).toBe(path.includes("%") ? 400 : 404);
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("content-type")).toBe("application/json");
      expect(headers.get("cache-control")).toBe("no-store");
    },
  );

  test("may be kept for a while, and read from everywhere, as may the keys (MD-05)", async () => {
    for (const url of [oidc(), oauth(), jwksUri()]) {
      const { status, headers } = await fetch(url);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toMatch(/^application\/json(;|$)/);
      expect(headers.get("cache-control")).toMatch(/^public, max-age=\d+$/);
      expect(headers.get("access-control-allow-origin")).toBe("*");
    }
  });

  test("may be read by a library in a browser that adds headers of its own, as may the keys (MD-05)", async () => {
    for (const url of [oidc(), oauth(), jwksUri()]) {
      const headers = {
        origin: "https://app.example.com",
        "access-control-request-method": "GET",
        "access-control-request-headers": "mcp-protocol-version,traceparent",
      };
      const { status, headers: answered } = await fetch(url, { method: "OPTIONS", headers });
      expect(status).toBe(204);
      expect(answered.get("access-control-allow-origin")).toBe("*");
      expect(answered.get("access-control-allow-methods")).toBe("GET");
      expect(answered.get("access-control-allow-headers")).toBe("mcp-protocol-version,traceparent");
    }
  });

  test("of a pool that is not there is not there", async () => {
    for (const id of ["us-east-1_nobody000", "x", "%2e%2e", "__proto__"]) {
      expect((await fetch(`${server.url}/${id}/.well-known/openid-configuration`)).status).toBe(404);
      expect((await fetch(`${server.url}/${id}/.well-known/jwks.json`)).status).toBe(404);
    }
  });
});

describe("what the metadata says is true (MD-04)", () => {
  test("of the keys", async () => {
    const { jwks_uri, id_token_signing_alg_values_supported } = await metadata(oidc());
    expect(jwks_uri).toBe(jwksUri());
    const { keys }: { keys: readonly { alg: string }[] } = await (await fetch(jwks_uri)).json();
    expect([...new Set(keys.map(({ alg }) => alg))]).toEqual(id_token_signing_alg_values_supported);
  });

  test("of the grants: each is known at the token endpoint, but the implicit one, which has none", async () => {
    const { token_endpoint, grant_types_supported } = await metadata(oidc());
    expect(token_endpoint).toBe(`${server.url}/oauth2/token`);
    const client = await createClient(server, poolId, codeClient);
    for (const grant_type of grant_types_supported) {
      const { body } = await askToken(server, client, { grant_type });
      if (grant_type === "implicit") expect(body.error).toBe("unsupported_grant_type");
      else expect(body.error).not.toBe("unsupported_grant_type");
    }
  });

  test("of the ways a client authenticates, for tokens and for revocation", async () => {
    expect(await metadata(oidc())).toMatchObject({
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
      revocation_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
    });
    const { clientId, clientSecret } = await createClient(server, poolId, machineClient);
    const open = await createClient(server, poolId, codeClient);
    const grant = { grant_type: "client_credentials" };
    const inBody = { client_id: clientId, client_secret: clientSecret };
    for (const [path, form] of [
      ["/oauth2/token", grant],
      ["/oauth2/revoke", { token: "x" }],
    ] as const) {
      expect((await postForm(server, path, form, basic(clientId, clientSecret))).status).toBe(200);
      expect((await postForm(server, path, { ...form, ...inBody })).status).toBe(200);
    }
    expect((await askRevoke(server, open, { token: "x" })).status).toBe(200);
  });

  test("of the endpoints for people's claims and for revocation", async () => {
    const { userinfo_endpoint, revocation_endpoint, code_challenge_methods_supported } = await metadata(
      oidc(),
    );
    expect((await fetch(userinfo_endpoint)).status).toBe(400);
    expect((await fetch(revocation_endpoint, { method: "POST" })).status).toBe(400);
    expect(code_challenge_methods_supported).toEqual(["S256"]);
  });

  test("LO-05, LO-06: of no logout that goes round the browser, which this version does not send", async () => {
    const told = await metadata(oidc());
    expect(Object.keys(told).filter((name) => /backchannel|frontchannel/.test(name))).toEqual([]);
    expect(told).toHaveProperty("end_session_endpoint");
  });
});

/** `fetch` does not let a caller name another host than the one it calls. */
async function textFor(url: string, host: string): Promise<string> {
  const call = request(url, { headers: { host } });
  const answered = once(call, "response");
  call.end();
  const [response]: Parameters<typeof text>[0][] = await answered;
  return response === undefined ? "" : text(response);
}
