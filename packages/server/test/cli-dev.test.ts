import { request } from "node:http";
import {
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";
import { clientCredentials, signIn } from "./support/first-tokens.ts";

beforeAll(buildCli);

const routes = [
  ["GET", "/_dev/inbox"],
  ["GET", "/_dev/clock"],
  ["POST", "/_dev/clock"],
  ["POST", "/_dev/reset"],
] as const;

test("outside development mode none of its routes exists", async () => {
  const { url } = await startCli(["--data", freshFolder()]);
  for (const [method, path] of routes) {
    expect([path, (await fetch(url + path, { method })).status]).toEqual([path, 404]);
  }
  expect(await (await fetch(url)).text()).not.toContain("_dev");
});

test("no other site's page may use them: not by name, not by address, not by form", async () => {
  const { url } = await development();
  const { host } = new URL(url);
  const foreign = [
    { host: "rebound.example" },
    { host, origin: "https://evil.example" },
    { host, origin: "http://localhost:1" },
    { host, origin: "null" },
    { host, "sec-fetch-site": "cross-site" },
    { host, "sec-fetch-site": "same-site" },
  ];
  for (const headers of foreign) {
    for (const [method, path] of [...routes, ["GET", "/"] as const]) {
      expect([path, headers, await statusOf(url + path, method, headers)]).toEqual([path, headers, 403]);
    }
  }
  expect(
    await statusOf(`${url}/_dev/clock`, "GET", { host, origin: url, "sec-fetch-site": "same-origin" }),
  ).toBe(200);
});

test("the inbox has what would have been mailed, as JSON and as a page", async () => {
  const { url, quickstart, admin } = await development();
  const { userPoolId: UserPoolId, user } = quickstart;
  expect(await (await fetch(`${url}/_dev/inbox`)).json()).toEqual({ messages: [] });
  await admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: user.username }));
  const { messages } = await (
    await fetch(`${url}/_dev/inbox`, { headers: { accept: "application/json" } })
  ).json();
  expect(messages).toEqual([
    {
      id: expect.any(String),
      medium: "EMAIL",
      to: user.email,
      subject: expect.any(String),
      body: expect.stringContaining(messages[0].code),
      code: expect.stringMatching(/^\d{6}$/),
      sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  const page = await fetch(`${url}/_dev/inbox`, { headers: { accept: "text/html,*/*;q=0.8" } });
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await page.text()).toContain(user.email);
});

test("the start page names the pool and shows no secret", async () => {
  const { url, quickstart } = await development();
  const html = await (await fetch(url)).text();
  expect(html).toContain(quickstart.userPoolId);
  for (const secret of [
    quickstart.user.password,
    quickstart.clients.web.clientSecret,
    quickstart.secretAccessKey,
  ]) {
    expect(html).not.toContain(secret);
  }
});

test("the clock moves on, tokens expire by it, and the AWS SDK sets its own by the answer", async () => {
  const { url, quickstart, admin } = await development();
  const { AccessToken } = await signIn(url, quickstart);
  expect(await getUserStatus(url, AccessToken)).toBe(200);
  const { access_token } = await clientCredentials(url, quickstart.clients.machine);
  const json = JSON.stringify({ advanceSeconds: 3601 });
  expect(await (await fetch(`${url}/_dev/clock`, { method: "POST", body: json })).json()).toMatchObject({
    offsetSeconds: 3601,
  });
  const form = new URLSearchParams({ advanceSeconds: "60" });
  const moved = await fetch(`${url}/_dev/clock`, { method: "POST", body: form });
  const { now, offsetSeconds } = await moved.json();
  expect(offsetSeconds).toBe(3661);
  expect(Date.parse(moved.headers.get("date") ?? "")).toBe(Math.floor(Date.parse(now) / 1000) * 1000);
  expect(await getUserStatus(url, AccessToken)).toBe(400);
  const { exp } = JSON.parse(Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString());
  expect(exp * 1000).toBeLessThan(Date.parse(now));
  const { Username } = await admin.send(
    new AdminGetUserCommand({ UserPoolId: quickstart.userPoolId, Username: quickstart.user.username }),
  );
  expect(Username).toBe(quickstart.user.username);
});

test.each(["{}", '{"advanceSeconds":-1}', '{"advanceSeconds":"60"}', '{"advanceSeconds":1e12}', "{"])(
  "the clock refuses %s",
  async (body) => {
    const { url } = await development();
    expect((await fetch(`${url}/_dev/clock`, { method: "POST", body })).status).toBe(400);
    expect(await (await fetch(`${url}/_dev/clock`)).json()).toMatchObject({ offsetSeconds: 0 });
  },
);

test("a reset forgets everything, begins again and writes it down, while the server runs on", async () => {
  const { url, data, quickstart, admin } = await development();
  await fetch(`${url}/_dev/clock`, { method: "POST", body: '{"advanceSeconds":86400}' });
  const [first, second] = await Promise.all([
    fetch(`${url}/_dev/reset`, { method: "POST" }),
    fetch(`${url}/_dev/reset`, { method: "POST" }),
  ]);
  expect([first.status, second.status]).toEqual([200, 200]);
  const after = quickstartOf(data);
  expect(after.userPoolId).not.toBe(quickstart.userPoolId);
  expect(after.accessKeyId).toBe(quickstart.accessKeyId);
  const { UserPools } = await admin.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  expect(UserPools?.map(({ Id }) => Id)).toEqual([after.userPoolId]);
  await clientCredentials(url, after.clients.machine);
  await expect(clientCredentials(url, quickstart.clients.machine)).rejects.toThrow("invalid_client");
  expect(await (await fetch(`${url}/_dev/clock`)).json()).toMatchObject({ offsetSeconds: 0 });
});

async function development() {
  const data = freshFolder();
  const { url } = await startCli(["--dev", "--data", data]);
  const quickstart = quickstartOf(data);
  const { region, accessKeyId, secretAccessKey } = quickstart;
  const admin = new CognitoIdentityProviderClient({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  onTestFinished(() => admin.destroy());
  return { url, data, quickstart, admin };
}

async function getUserStatus(url: string, AccessToken: string): Promise<number> {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityProviderService.GetUser",
  };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify({ AccessToken }) })).status;
}

/** `fetch` sets these headers itself. */
function statusOf(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    })
      .on("error", reject)
      .end();
  });
}

test("JW-12: moving the clock brings what the time would have: the next signing keys are published", async () => {
  const { url, quickstart } = await development();
  const keys = async () =>
    (await (await fetch(`${quickstart.issuer}/.well-known/jwks.json`)).json()).keys.length;
  expect(await keys()).toBe(2);
  const body = JSON.stringify({ advanceSeconds: 89.5 * 86_400 });
  expect((await fetch(`${url}/_dev/clock`, { method: "POST", body })).status).toBe(200);
  expect(await keys()).toBe(4);
});
