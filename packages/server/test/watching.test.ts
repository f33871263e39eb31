/** What an operator sees of a house at work: figures, traces and lines in the log, and no secret in any of them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Unavailable } from "../src/core/failures.ts";
import { type CollectedSpan, type Collector, startCollector } from "./support/collector.ts";
import { figure, scrape } from "./support/figures.ts";
import { queryOf } from "./support/hosted.ts";
import { callUnsigned } from "./support/json-call.ts";
import { askRevoke, askToken, askUserInfo, refresh } from "./support/oauth.ts";
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
import {
  issueCode,
  redeem,
  secretHash,
  signInByCode,
  signInByPassword,
  type TestTokens,
} from "./support/sign-in.ts";
import { times } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";
import { writtenMessages } from "./support/world.ts";

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
const secrets: string[] = [];

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
  secrets.push(password, wrongPassword, web.clientSecret, machine.clientSecret);
  secrets.push(server.accessKey.secretAccessKey, "ada@example.com");
});

afterAll(async () => {
  await server.close();
  await host.close();
  await collector.close();
});

const addSecrets = ({ accessToken, idToken, refreshToken }: TestTokens) =>
  secrets.push(accessToken, idToken, refreshToken);

describe("figures", () => {
  test("count requests by template and operation, and grants by type and outcome", async () => {
    const { metricsUrl: url } = server;
    const machines = await askToken(server, machine, { grant_type: "client_credentials" });
    secrets.push(machines.body.access_token ?? "");
    await askToken(
      server,
      { ...machine, clientSecret: "a-wrong-secret-of-somebody" },
      { grant_type: "client_credentials" },
    );
    await askToken(server, machine, { grant_type: "a-grant-that-nobody-has" });
    secrets.push("a-wrong-secret-of-somebody", "a-grant-that-nobody-has");
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
    addSecrets(await signInByPassword(server, web, ada));
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
    secrets.push("not-one-of-ours");
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

test("TK-15: no door leaves a secret in the log, the figures, the traces or the audit log", async () => {
  const code = await issueCode(server, { poolId, client: web, person: ada });
  const hosted = await signInByCode(server, { poolId, client: web, person: ada });
  addSecrets(hosted);
  const refreshed = await refresh(server, web, hosted.refreshToken);
  secrets.push(code, refreshed.body.access_token ?? "", refreshed.body.refresh_token ?? "");
  await redeem(server, web, code);
  await redeem(server, web, code);
  await askUserInfo(server, hosted.accessToken);
  await askUserInfo(server, `${hosted.accessToken}x`);
  await askRevoke(server, web, { token: hosted.refreshToken });
  await refresh(server, web, hosted.refreshToken);
  // Secrets where they do not belong: in the address, as a client id, in a header, in a body that is no JSON.
  const strays = [
    "stray-in-the-address",
    "stray-as-client-id",
    "stray-in-a-header",
    "stray-in-the-body",
    "stray-as-token",
  ];
  secrets.push(...strays);
  await fetch(`${server.url}/oauth2/token?client_secret=stray-in-the-address`, { method: "POST" });
  await fetch(`${server.url}/stray-in-the-address/else?password=stray-in-the-address`);
  await fetch(`${server.url}/oauth2/authorize?client_id=stray-as-client-id&login_hint=stray-in-the-address`);
  await askToken(
    server,
    { clientId: "stray-as-client-id", clientSecret: "" },
    { grant_type: "client_credentials" },
  );
  await fetch(`${server.url}/account`, {
    headers: { cookie: "stray-in-a-header=1", authorization: "Bearer stray-in-a-header" },
  });
  await fetch(server.url, { method: "POST", body: '{"Password": "stray-in-the-body' });
  await callUnsigned(server, "GetUser", { AccessToken: "stray-as-token" });

  // What a browser is given, and what a mail has in it.
  const page = await fetch(`${server.url}/login?${queryOf({ client: web })}`);
  const cookies = page.headers.getSetCookie().map((cookie) => /=([^;]+)/.exec(cookie)?.[1] ?? "");
  expect(cookies.length).toBeGreaterThan(0);
  secrets.push(...cookies);
  const SecretHash = secretHash(web, "ada").SECRET_HASH ?? "";
  await callUnsigned(server, "ForgotPassword", { ClientId: web.clientId, Username: "ada", SecretHash });
  const [mail] = await writtenMessages(server.world);
  const mailed = /\b\d{6}\b/.exec(mail?.body ?? "")?.[0] ?? "";
  const ConfirmationCode = "000000" === mailed ? "000001" : "000000";
  const guess = {
    ClientId: web.clientId,
    Username: "ada",
    SecretHash,
    ConfirmationCode,
    Password: "Another-Horse-77",
  };
  expect((await callUnsigned(server, "ConfirmForgotPassword", guess)).type).toBe("CodeMismatchException");
  secrets.push(SecretHash, "Another-Horse-77");

  await server.drain();
  await spanOf("GetUser");
  const records = await server.world.store.read.audit.listRecords(poolId as never, 0, { limit: 1000 });
  const said = {
    log: JSON.stringify(lines),
    figures: await scrape(server.metricsUrl),
    traces: collector.raw(),
    audit: JSON.stringify(records),
  };
  expect(records.length).toBeGreaterThan(5);
  expect(lines.length).toBeGreaterThan(20);
  expect(mailed).toMatch(/^\d{6}$/);
  // No mail server is set here.
  const waiting = await figure(server.metricsUrl, "poolhouse_outbox_messages_waiting", { medium: "EMAIL" });
  expect(waiting).toBeGreaterThan(0);
  for (const [where, text] of Object.entries(said)) {
    // Six digits stand in a long number by chance, and as a word of their own do not.
    expect(text).not.toMatch(new RegExp(`\\b${mailed}\\b`));
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(7);
      expect(text.includes(secret), `the ${where} has ${secret}`).toBe(false);
    }
  }
});
