/** What an operator sees of a house at work: figures, traces and lines in the log. That no secret is in them: `secrets-everywhere`. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Unavailable } from "../src/core/failures.ts";
import { type CollectedSpan, type Collector, startCollector } from "./support/collector.ts";
import { figure, scrape } from "./support/figures.ts";
import { askToken } from "./support/oauth.ts";
import { initiate, told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  password,
  type TestClient,
  type TestPerson,
} from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";
import { signInByPassword } from "./support/sign-in.ts";
import { times } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

interface Line {
  readonly level: string;
  readonly message: string;
  readonly [detail: string]: unknown;
}

let collector: Collector;
let host: TriggerHost;
let server: TestServer;
let poolId: string;
let web: TestClient;
let machine: TestClient;
let ada: TestPerson;
const lines: Line[] = [];

/** Errors keep their message and stack on the way to JSON, as in the real log. */
function keep(level: string) {
  return (detail: Readonly<Record<string, unknown>>, message: string): void => {
    const said = Object.entries(detail).map(([name, value]) => [
      name,
      value instanceof Error ? `${value.stack} ${JSON.stringify(value)} ${value.cause}` : value,
    ]);
    lines.push({ ...Object.fromEntries(said), level, message });
  };
}

const parent = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const traceparent = `00-${parent.traceId}-${parent.spanId}-01`;

/** Spans are sent in batches, so the last ones are still to come. */
async function spanOf(name: string, traceId?: string): Promise<CollectedSpan | undefined> {
  const find = () =>
    collector.spans.find((span) => span.name === name && (traceId === undefined || span.traceId === traceId));
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  return find();
}

beforeAll(async () => {
  collector = await startCollector();
  host = await startTriggerHost();
  server = await startTestServer(
    ["--metrics-port", "0"],
    { POOLHOUSE_OTLP_ENDPOINT: collector.url },
    { info: keep("info"), warn: keep("warn"), error: keep("error") },
  );
  poolId = await createPool(server);
  await createApi(server, poolId);
  machine = await createClient(server, poolId, machineClient);
  web = await createClient(server, poolId, {
    ...codeClient,
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
  });
  ada = await createPerson(server, poolId, "ada", { email: "ada@example.com", email_verified: "true" });
});

afterAll(async () => {
  await server.close();
  await host.close();
  await collector.close();
});

describe("figures", () => {
  test("count requests by template and operation, and grants by type and outcome", async () => {
    const { metricsUrl: url } = server;
    await askToken(server, machine, { grant_type: "client_credentials" });
    await askToken(
      server,
      { ...machine, clientSecret: "a-wrong-secret-of-somebody" },
      { grant_type: "client_credentials" },
    );
    await askToken(server, machine, { grant_type: "a-grant-that-nobody-has" });
    const grants = "poolhouse_token_grants_total";
    expect(await figure(url, grants, { grant_type: "client_credentials", outcome: "success" })).toBe(1);
    expect(await figure(url, grants, { grant_type: "client_credentials", outcome: "invalid_client" })).toBe(
      1,
    );
    expect(await figure(url, grants, { grant_type: "unknown", outcome: "unsupported_grant_type" })).toBe(1);

    const requests = "poolhouse_http_requests_total";
    expect(await figure(url, requests, { operation: "CreateUserPool", status: "200" })).toBe(1);
    await fetch(`${server.url}/${poolId}/.well-known/jwks.json`);
    await fetch(`${server.url}/somewhere/else-entirely?secret=1`);
    const text = await scrape(url);
    expect(text).toContain('route="/:poolId/.well-known/jwks.json"');
    expect(text).toContain('route="unknown"');
    expect(text).not.toContain("else-entirely");
    expect(
      await figure(url, "poolhouse_http_request_duration_seconds_count", { route: "/oauth2/token" }),
    ).toBe(3);
  });

  test("count what was refused by a quota, or for want of the database, as no success", async () => {
    const own = await testServer([
      "--metrics-port",
      "0",
      "--quotas",
      "none,ClientAuthentication=1,DomainSource=3",
    ]);
    const ownPool = await createPool(own);
    await createApi(own, ownPool);
    const client = await createClient(own, ownPool, machineClient);
    const ask = async () => (await askToken(own, client, { grant_type: "client_credentials" })).status;
    expect([await ask(), await ask()]).toEqual([200, 429]);
    own.advance(1);
    const { clients } = own.world.store.read;
    // A database that is away, as the storage says it.
    Object.assign(clients, { findAnywhere: () => Promise.reject(new Unavailable({})) });
    expect(await ask()).toBe(503);
    const outcomeOf = (outcome: string) =>
      figure(own.metricsUrl, "poolhouse_token_grants_total", { outcome });
    expect([await outcomeOf("success"), await outcomeOf("temporarily_unavailable")]).toEqual([1, 2]);
    for (const _ of times(4, () => 0)) await fetch(`${own.url}/oauth2/userInfo`);
    await fetch(own.url, { method: "POST", body: "x".repeat(2_000_000) });
    const requestsOf = (route: string, error: string) =>
      figure(own.metricsUrl, "poolhouse_http_requests_total", { route, error });
    expect(await requestsOf("/oauth2/userInfo", "temporarily_unavailable")).toBeGreaterThan(0);
    expect(await requestsOf("/", "RequestEntityTooLargeException")).toBe(1);
  });

  test("count sign-ins by flow and outcome, hashes, commits and what waits", async () => {
    const { metricsUrl: url } = server;
    const of = (outcome: string) => figure(url, "poolhouse_sign_ins_total", { flow: "password", outcome });
    const before = { attempt: await of("attempt"), pass: await of("pass") };
    await signInByPassword(server, web, ada);
    await told(initiate(server, web.clientId, { USERNAME: "ada", PASSWORD: wrongPassword }));
    expect(await of("pass")).toBe(before.pass + 1);
    expect(await of("attempt")).toBeGreaterThan(before.attempt);
    expect(await figure(url, "poolhouse_password_hash_duration_seconds_count")).toBeGreaterThan(1);
    expect(await figure(url, "poolhouse_database_commit_writes_count")).toBeGreaterThan(1);
    expect(
      await figure(url, "poolhouse_database_transaction_duration_seconds_count", { outcome: "committed" }),
    ).toBeGreaterThan(1);

    expect(await scrape(url)).toMatch(/^poolhouse_outbox_messages_waiting\{medium="SMS"\} 0$/m);
    expect(await scrape(url)).toMatch(/^poolhouse_build_info\{version="[^"]+",node_version="v\d/m);
    expect(await figure(url, "nodejs_eventloop_lag_seconds")).toBeGreaterThanOrEqual(0);
    expect(await scrape(url)).toContain("# HELP poolhouse_outbox_oldest_message_age_seconds");
  });

  test("are on a port of their own, and nowhere on the public one", async () => {
    expect(new URL(server.metricsUrl ?? "").port).not.toBe(new URL(server.url).port);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    expect((await fetch(new URL("/else", server.metricsUrl))).status).toBe(404);
    // Prometheus asks so where a scrape configuration has params.
    expect((await fetch(`${server.metricsUrl}?target=house`)).status).toBe(200);
    expect((await fetch(server.metricsUrl ?? "", { method: "POST" })).status).toBe(404);
  });
});

describe("traces", () => {
  test("a request goes on with its caller's trace; its hash, its transactions and its trigger are parts of it", async () => {
    const pool = await poolWithTriggers(server, host, { PreAuthentication: () => undefined });
    const ClientId = await passwordClient(server, pool.poolId);
    await createPerson(server, pool.poolId, "bea");
    const response = await fetch(server.url, {
      method: "POST",
      headers: {
        traceparent,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "bea", PASSWORD: password },
      }),
    });
    expect(response.status).toBe(200);
    const requestId = response.headers.get("x-amzn-requestid");
    const request = await spanOf("InitiateAuth", parent.traceId);
    expect(request).toMatchObject({ parentSpanId: parent.spanId });
    expect(request?.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/",
      "http.response.status_code": expect.anything(),
      "rpc.system": "aws-api",
      "rpc.method": "InitiateAuth",
      "poolhouse.request_id": requestId,
      "poolhouse.client_id": ClientId,
    });
    const parts = collector.spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    const names = new Set(parts.map(({ name }) => name));
    expect(names).toEqual(new Set(["hash password", "invoke trigger", "transaction"]));

    const line = lines.find((each) => each["requestId"] === requestId);
    expect(line).toMatchObject({ traceId: parent.traceId, operation: "InitiateAuth", status: 200 });
  });
});

describe("the log", () => {
  test("has one line for each request, under the id that the client was told", async () => {
    const refused = await askToken(server, machine, {
      grant_type: "refresh_token",
      refresh_token: "not-one-of-ours",
    });
    expect(refused.status).toBe(400);
    const found = lines.filter(({ requestId }) => requestId === refused.body.request_id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      level: "info",
      message: "request",
      method: "POST",
      route: "/oauth2/token",
      grantType: "refresh_token",
      poolId,
      clientId: machine.clientId,
      status: 400,
      error: refused.body.error,
      durationMs: expect.any(Number),
    });
    await fetch(`${server.url}/health/ready`);
    expect(lines.some(({ route }) => route === "/health/ready")).toBe(false);
  });
});
