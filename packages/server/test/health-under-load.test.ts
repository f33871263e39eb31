/** AC-01: passwords are hashed beside the event loop, so that a hundred people who sign in keep nobody else waiting. */
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { post, targetOf } from "./support/json-call.ts";
import { initiate, told } from "./support/password-flow.ts";
import { passwordClient, refresh, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test("AC-01: while a hundred people sign in, health, keys and refreshes are answered before they are done", async () => {
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId);
  const names = times(100, (index) => `person-${index}`);
  await Promise.all(names.map((name) => createPerson(server, UserPoolId, name)));
  const { RefreshToken } = await signIn(server, ClientId, "person-0");
  let done = 0;
  const logins = names.map(async (USERNAME) => {
    const answer = await told(initiate(server, ClientId, { USERNAME, PASSWORD: password }));
    done += 1;
    return answer;
  });
  for (const path of ["/health/live", "/health/ready", `/${UserPoolId}/.well-known/jwks.json`]) {
    expect((await fetch(server.url + path)).status).toBe(200);
  }
  expect(await told(refresh(server, ClientId, RefreshToken))).toBe("ok");
  // One after another all of this, which was asked last, would come last.
  expect(done).toBeLessThan(names.length);
  expect(new Set(await Promise.all(logins))).toEqual(new Set(["ok"]));
});

test("AC-01: whoever has many passwords hashed from one address keeps nobody else waiting for them all", async () => {
  const behindProxy = await startTestServer(["--trusted-proxies", "127.0.0.1,::1"]);
  onTestFinished(() => behindProxy.close());
  const UserPoolId = await createPool(behindProxy);
  const ClientId = await passwordClient(behindProxy, UserPoolId);
  await createPerson(behindProxy, UserPoolId, "ada");
  const call = async (source: string, operation: AnyOperationName, body: object) => {
    const headers = { "x-forwarded-for": source, "x-amz-target": targetOf(operation) };
    return (await post(behindProxy.url, JSON.stringify({ ClientId, ...body }), headers)).status;
  };
  let done = 0;
  const flood = times(80, async (index) => {
    const status = await call("192.0.2.1", "SignUp", { Username: `new-${index}`, Password: password });
    done += 1;
    return status;
  });
  // By then the others are in line.
  await Promise.race(flood);
  const AuthParameters = { USERNAME: "ada", PASSWORD: password };
  const signIn = { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
  expect(await call("198.51.100.1", "InitiateAuth", signIn)).toBe(200);
  expect(done).toBeLessThan(60);
  expect(new Set(await Promise.all(flood))).toEqual(new Set([200]));
});
