/**
 * Quotas of requests in a second, as whoever sends one too many sees them. The clock of the rates stands still, so that what is
 * refused stays refused until the story moves it.
 */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  GetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, onTestFinished, test } from "vitest";
import { authorizePath } from "./support/hosted.ts";
import { callUnsigned, expectFailureForm } from "./support/json-call.ts";
import { askToken, postForm } from "./support/oauth.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
} from "./support/pool.ts";
import { region, startTestServer, type TestServer, testServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";
import { callSigned } from "./support/signed-call.ts";

function limited(quotas: string, ...args: readonly string[]): Promise<TestServer> {
  return testServer(["--quotas", `none,${quotas}`, ...args]);
}

const exceeded = ["TooManyRequestsException", "Rate exceeded"] as const;

describe("the API", () => {
  test("answers as Cognito does, and says when to come back", async () => {
    const server = await limited("UserPoolRead=1");
    const UserPoolId = await createPool(server);
    const ask = () => callSigned(server, "DescribeUserPool", { UserPoolId });
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expectFailureForm(refused, ...exceeded);
    expect(refused.headers.get("retry-after")).toBe("1");
    server.advance(1);
    expect((await ask()).status).toBe(200);
  });

  test("the SDK knows the refusal as one that is worth another try", async () => {
    const server = await limited("UserPoolRead=1");
    const command = new DescribeUserPoolCommand({ UserPoolId: await createPool(server) });
    await server.admin.send(command);
    const { url: endpoint, accessKey: credentials } = server;
    const patient = new CognitoIdentityProviderClient({ endpoint, region, credentials, maxAttempts: 2 });
    onTestFinished(() => patient.destroy());
    await expect(patient.send(command)).rejects.toMatchObject({
      name: "TooManyRequestsException",
      $metadata: { attempts: 2 },
    });
  });

  test("strangers without a right signature use up nobody's quota", async () => {
    const server = await limited("UserPoolRead=1");
    const UserPoolId = await createPool(server);
    const wrong = { ...server.accessKey, secretAccessKey: "not-the-secret-access-key" };
    for (const credentials of times(5, () => wrong)) {
      expect((await callSigned(server, "DescribeUserPool", { UserPoolId }, credentials)).type).toBe(
        "InvalidSignatureException",
      );
    }
    expect((await callSigned(server, "DescribeUserPool", { UserPoolId })).status).toBe(200);
  });

  test("AC-01: a sign-in too many is refused before its password is looked at", async () => {
    const server = await limited("UserAuthentication=3");
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    const input = {
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "a", PASSWORD: "b" },
    };
    const answers = await Promise.all(times(20, () => callUnsigned(server, "InitiateAuth", input)));
    expect(answers.filter(({ type }) => type === "UserNotFoundException")).toHaveLength(3);
    expect(answers.filter(({ type }) => type === "TooManyRequestsException")).toHaveLength(17);
  });

  test("one person's reads are counted wherever they come from, and nobody else's", async () => {
    const server = await limited("UserReads=10");
    const UserPoolId = await createPool(server);
    const ClientId = await passwordClient(server, UserPoolId);
    await Promise.all(["ada", "bob"].map((name) => createPerson(server, UserPoolId, name)));
    const { AccessToken } = await signIn(server, ClientId, "ada");
    const other = await signIn(server, ClientId, "bob");
    for (const _ of times(10, () => 0)) await server.admin.send(new GetUserCommand({ AccessToken }));
    await expectFailure(server.admin.send(new GetUserCommand({ AccessToken })), ...exceeded);
    await server.admin.send(new GetUserCommand({ AccessToken: other.AccessToken }));
  });

  test("one operation on one pool has its own quota", async () => {
    const server = await limited("PoolOperation=5");
    const UserPoolId = await createPool(server);
    const groups = (id: string) => callSigned(server, "ListGroups", { UserPoolId: id });
    const statuses = await Promise.all(times(8, async () => (await groups(UserPoolId)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect((await groups(await createPool(server))).status).toBe(200);
    expect((await callSigned(server, "ListUserPoolClients", { UserPoolId, MaxResults: 1 })).status).toBe(200);
  });
});

describe("the OAuth endpoints", () => {
  async function machine(server: TestServer) {
    const UserPoolId = await createPool(server);
    await createApi(server, UserPoolId);
    return createClient(server, UserPoolId, machineClient);
  }

  test("a token for a machine too many is 429 with the reason, its page, and when to come back", async () => {
    const server = await limited("ClientAuthentication=2");
    const client = await machine(server);
    const ask = () => askToken(server, client, { grant_type: "client_credentials" });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const { status, headers, body } = await ask();
    expect({ status, ...body }).toEqual({
      status: 429,
      error: "temporarily_unavailable",
      error_description: "Rate exceeded",
      error_uri: `${server.url}/errors/temporarily_unavailable#rateExceeded`,
      request_id: headers.get("x-amz-cognito-request-id"),
    });
    expect(headers.get("retry-after")).toBe("1");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cache-control")).toContain("no-store");
  });

  test("a client's quota is used up by the client alone, not by whoever knows its id", async () => {
    const server = await limited("DomainClient=2");
    const client = await machine(server);
    const form = { grant_type: "client_credentials" };
    for (const clientSecret of times(5, (index) => `wrong-${index}`)) {
      expect((await askToken(server, { ...client, clientSecret }, form)).body.error).toBe("invalid_client");
    }
    const statuses = await Promise.all(times(4, async () => (await askToken(server, client, form)).status));
    expect(statuses.toSorted()).toEqual([200, 200, 429, 429]);
  });

  test("a refusal writes nothing: it costs the database nothing either", async () => {
    const server = await limited("Domain=1");
    const body = { grant_type: "client_credentials", client_id: "nobody" };
    const first = await postForm(server, "/oauth2/token", body);
    const second = await postForm(server, "/oauth2/token", body);
    expect([first.status, second.status]).toEqual([400, 429]);
    const explain = async ({ body: { request_id } }: typeof first) =>
      (await callSigned(server, "ExplainRequest", { RequestId: request_id })).type;
    expect([await explain(first), await explain(second)]).toEqual(["", "ResourceNotFoundException"]);
  });

  test("keys have a quota of their own", async () => {
    const server = await limited("Jwks=2,Domain=1");
    const keys = `${server.url}/${await createPool(server)}/.well-known/jwks.json`;
    const answers = [await fetch(keys), await fetch(keys), await fetch(keys)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(await answers[2]?.json()).toEqual({ message: "Rate exceeded" });
    expect(answers[2]?.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the pages", () => {
  test("one too many is a page that says so, for the door and for the app", async () => {
    const server = await limited("DomainClient=1");
    const UserPoolId = await createPool(server);
    const client = await createClient(server, UserPoolId, codeClient);
    const ask = () => fetch(server.url + authorizePath({ client }), { redirect: "manual" });
    expect((await ask()).status).toBe(302);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("location")).toBeNull();
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.text()).toContain("Too much at once");
  });
});

describe("where requests come from", () => {
  const from = (server: TestServer, path: string, source: string) =>
    fetch(server.url + path, { headers: { "x-forwarded-for": source } });
  const behindProxy = ["--trusted-proxies", "127.0.0.1"];

  test("AC-04: an address has its quota at every door together, a network of IPv6 is one address, and others have theirs", async () => {
    const server = await limited("Source=3", ...behindProxy);
    const at = async (source: string) =>
      (
        await Promise.all(
          ["/", "/login", "/oauth2/userInfo", "/inspect"].map((path) => from(server, path, source)),
        )
      ).map(({ status }) => status);
    expect((await at("2001:db8::1")).filter((status) => status === 429)).toHaveLength(1);
    expect(await at("2001:db8::ffff")).toEqual([429, 429, 429, 429]);
    expect((await at("2001:db8:0:1::1")).filter((status) => status === 429)).toHaveLength(1);
  });

  test("AC-04: from somebody who is no trusted proxy the header gives nobody a new quota", async () => {
    const server = await limited("DomainSource=1");
    const statuses: number[] = [];
    for (const index of times(4, (each) => each)) {
      statuses.push((await from(server, "/login", `192.0.2.${index}`)).status);
    }
    expect(statuses.slice(1)).toEqual([429, 429, 429]);
  });

  test("AC-04: what no door answers counts on its address too: a path that there is not, a body that cannot be read", async () => {
    const server = await limited("Source=2", ...behindProxy, "--body-limit", "16384");
    const statusesOf = async (source: string, path: string, init: RequestInit = {}) => {
      const headers = { "x-forwarded-for": source };
      const ask = () => fetch(server.url + path, { ...init, headers });
      return [(await ask()).status, (await ask()).status, (await ask()).status];
    };
    expect(await statusesOf("192.0.2.1", "/nowhere")).toEqual([404, 404, 429]);
    expect(await statusesOf("192.0.2.2", "/login", { method: "PUT" })).toEqual([404, 404, 429]);
    const large = { method: "POST", body: "x".repeat(20_000) };
    expect(await statusesOf("192.0.2.3", "/login", large)).toEqual([413, 413, 429]);
  });

  test("whoever asks for health is never refused", async () => {
    const server = await limited("Source=1,Domain=1,DomainSource=1", ...behindProxy);
    const statuses = await Promise.all(
      times(20, async () => (await from(server, "/health/ready", "192.0.2.1")).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

test("a flood fills no log: what quotas refuse is a line for each quota, at every door", async () => {
  const lines: { readonly message: string; readonly quota: unknown }[] = [];
  const keep = ({ quota }: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ message, quota });
  const quotas = ["--quotas", "none,DomainSource=5,DomainClient=1,UserPoolRead=1"];
  const server = await startTestServer(quotas, {}, { info: keep, warn: keep, error: keep });
  onTestFinished(() => server.close());
  const UserPoolId = await createPool(server);
  const client = await createClient(server, UserPoolId, codeClient);
  lines.length = 0;
  for (const _ of times(4, () => 0)) await callSigned(server, "DescribeUserPool", { UserPoolId });
  for (const _ of times(4, () => 0)) {
    await fetch(server.url + authorizePath({ client }), { redirect: "manual" });
  }
  for (const _ of times(4, () => 0)) await postForm(server, "/oauth2/token", {});
  const refusals = lines.filter(({ message }) => message !== "request").map(({ quota }) => quota);
  expect(refusals).toEqual(["UserPoolRead", "DomainClient", "DomainSource"]);
  // The one call and the one authorization that were admitted, and one token request.
  expect(lines.filter(({ message }) => message === "request")).toHaveLength(3);
});

describe("without any setting", () => {
  test("one address and one person are limited, and a busy house is not", async () => {
    const server = await testServer(["--quotas", "protective", "--trusted-proxies", "127.0.0.1"]);
    const ask = (source: string) =>
      fetch(`${server.url}/inspect`, { headers: { "x-forwarded-for": source } }).then(({ status }) => status);
    const statuses = await Promise.all(times(1010, () => ask("192.0.2.1")));
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    const others = await Promise.all(times(600, (index) => ask(`198.51.100.${index % 200}`)));
    expect(new Set(others)).toEqual(new Set([200]));
  });
});
