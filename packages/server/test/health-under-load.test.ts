/** AC-01: passwords are hashed beside the event loop, so that a hundred people who sign in keep nobody else waiting. */
import { afterAll, beforeAll, expect, test } from "vitest";
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
