/** Client credentials: a machine asks for itself, and gets an access token and nothing else. */
import {
  DeleteResourceServerCommand,
  GetUserCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { askToken, askUserInfo, type Form } from "./support/oauth.ts";
import { expectOAuthFailure, expectOAuthHeaders } from "./support/oauth-failure.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPool,
  machineClient,
  type TestClient,
} from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { verifiedClaims } from "./support/verified-claims.ts";

let server: TestServer;
let poolId: string;
let machine: TestClient;

beforeAll(async () => {
  server = await startTestServer();
  poolId = await createPool(server);
  await createApi(server, poolId);
  machine = await createClient(server, poolId, machineClient);
});
afterAll(() => server.close());

const ask = (form: Form = {}, client: TestClient = machine) =>
  askToken(server, client, { grant_type: "client_credentials", ...form });

describe("a machine's token", () => {
  test("is an access token with every scope the client has, and comes alone (TK-13)", async () => {
    const { status, body, headers } = await ask();
    expect(status).toBe(200);
    expectOAuthHeaders(headers);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 3600,
      scope: "api/read api/write",
    });
  });

  test("says who the machine is and nothing about people (JW-07)", async () => {
    const { body } = await ask({ scope: "api/write" });
    const now = Math.floor(server.clock.now() / 1000);
    expect(await verifiedClaims(server, poolId, body.access_token)).toEqual({
      sub: machine.clientId,
      client_id: machine.clientId,
      token_use: "access",
      scope: "api/write",
      iss: `${server.url}/${poolId}`,
      auth_time: now,
      iat: now,
      exp: now + 3600,
      version: 2,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    // A person's sub is a UUID, a client id never is one.
    expect(machine.clientId).toMatch(/^[a-z0-9]{26}$/);
  });

  test("carries the scopes asked for, each once", async () => {
    expect((await ask({ scope: "api/write" })).body.scope).toBe("api/write");
    expect((await ask({ scope: "api/write  api/read api/write" })).body.scope).toBe("api/write api/read");
    expect((await ask({ scope: "" })).body.scope).toBe("api/read api/write");
  });

  test("lives as long as the client's access tokens (JW-10)", async () => {
    const brief = await createClient(server, poolId, {
      ...machineClient,
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: "minutes" },
    });
    const { body } = await ask({}, brief);
    expect(body.expires_in).toBe(300);
    const claims = await verifiedClaims(server, poolId, body.access_token);
    expect(claims.exp).toBe((claims.iat ?? 0) + 300);
  });

  test("opens nobody's account", async () => {
    const { body } = await ask();
    const AccessToken = body.access_token ?? "";
    expect((await askUserInfo(server, AccessToken)).status).toBe(403);
    await expect(server.admin.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Access Token does not have required scopes",
    });
  });

  test("may be asked for with metadata, which must be an object of texts", async () => {
    expect((await ask({ aws_client_metadata: '{"tenant":"acme"}' })).status).toBe(200);
    for (const aws_client_metadata of ["{", "[]", '"x"', "null", '{"n":1}', '{"o":{}}']) {
      const answer = await ask({ aws_client_metadata });
      await expectOAuthFailure(server, answer, { cause: "parameterMalformed", error: "invalid_request" });
    }
  });
});

describe("a machine is refused", () => {
  test.each(["api/admin", "api/read openid", "openid", "aws.cognito.signin.user.admin", "API/READ"])(
    "the scope %s (TK-13)",
    async (scope) => {
      const answer = await ask({ scope });
      await expectOAuthFailure(server, answer, { cause: "scopeNotAllowed", error: "invalid_scope" });
    },
  );

  test("when it has no scope of a resource server", async () => {
    const client = await createClient(server, poolId, { ...machineClient, AllowedOAuthScopes: ["openid"] });
    const answer = await ask({}, client);
    await expectOAuthFailure(server, answer, { cause: "machineWithoutScopes", error: "invalid_scope" });
  });

  test("when it has no secret, so that nobody can claim to be it (TK-13)", async () => {
    const answer = await ask({}, await createClient(server, poolId, codeClient));
    await expectOAuthFailure(server, answer, { cause: "machineWithoutSecret", error: "unauthorized_client" });
  });

  test("once the flow was taken from it", async () => {
    const client = await createClient(server, poolId, machineClient);
    const ids = { UserPoolId: poolId, ClientId: client.clientId };
    await server.admin.send(new UpdateUserPoolClientCommand({ ...ids, ...codeClient }));
    const answer = await ask({}, client);
    await expectOAuthFailure(server, answer, { cause: "grantNotAllowed", error: "unauthorized_client" });
  });

  test("scopes whose resource server was deleted", async () => {
    const own = await createPool(server);
    await createApi(server, own);
    const client = await createClient(server, own, machineClient);
    expect((await ask({}, client)).status).toBe(200);
    await server.admin.send(new DeleteResourceServerCommand({ UserPoolId: own, Identifier: "api" }));
    expect((await ask({ scope: "api/read" }, client)).body.error).toBe("invalid_scope");
    const answer = await ask({}, client);
    await expectOAuthFailure(server, answer, { cause: "machineWithoutScopes", error: "invalid_scope" });
  });
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("machine"));
