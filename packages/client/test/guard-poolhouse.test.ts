/** Tokens of a real server at a guard: people's and machines', signed out and signed by a new key. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserOf, redeemAnswer, type Stage, setStage, signIn } from "../../server/test/support/hosted.ts";
import { addToGroups, createApi, createClient, machineClient } from "../../server/test/support/pool.ts";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import { createGuard, type Guard } from "../src/guard/index.ts";
import { createMachine, type Machine } from "../src/machine/index.ts";
import { failureOf } from "./support/failing.ts";

let server: TestServer;
let stage: Stage;
let machine: Machine;
let guard: Guard;
let machineId: string;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
  const { poolId: UserPoolId } = stage;
  await createApi(server, UserPoolId);
  const client = await createClient(server, UserPoolId, machineClient);
  await addToGroups(server, UserPoolId, "ada", ["editors"]);
  machineId = client.clientId;
  const issuer = `${server.url}/${UserPoolId}`;
  const now = () => server.clock.now();
  machine = createMachine({ issuer, ...client, scopes: ["api/read"], now });
  guard = createGuard({ issuer, clientIds: [stage.client.clientId, machineId], now });
});
afterAll(() => server.close());

async function peoplesTokens() {
  const { body } = await redeemAnswer(stage, await signIn(stage, browserOf(stage)));
  return { access: body.access_token ?? "", id: body.id_token ?? "", refresh: body.refresh_token ?? "" };
}

test("a person's access token is verified, with groups", async () => {
  const { access } = await peoplesTokens();
  const token = await guard.verify(access, { scopes: ["email"], groups: ["editors"] });
  expect(token).toMatchObject({ subject: stage.person.sub, clientId: stage.client.clientId });
});

test("JW-04: a person's other tokens are refused, each with its reason", async () => {
  const { id, refresh } = await peoplesTokens();
  expect(await failureOf(guard.verify(id))).toMatchObject({
    code: "token_use",
    message: expect.stringContaining("ID token"),
  });
  expect(await failureOf(guard.verify(refresh))).toMatchObject({
    code: "token_malformed",
    message: expect.stringContaining("refresh token"),
  });
});

test("a machine's token opens what its scopes say", async () => {
  const token = await guard.verify(await machine.accessToken(), { scopes: ["api/read"] });
  expect(token).toMatchObject({ clientId: machineId, subject: machineId });
  const { status } = await answerTo(await machine.accessToken(), ["api/write"]);
  expect(status).toBe(403);
});

test("an hour later a person's token has expired, and the machine has another", async () => {
  const { access } = await peoplesTokens();
  const before = await machine.accessToken();
  server.advance(3661);
  const response = await answerTo(access);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ error: "invalid_token", error_description: "Token expired" });
  expect(await machine.accessToken()).not.toBe(before);
  expect(await guard.verify(await machine.accessToken())).toHaveProperty("clientId", machineId);
});

test("tokens of another pool of the same server are refused", async () => {
  const other = await setStage(server);
  const { body } = await redeemAnswer(other, await signIn(other, browserOf(other)));
  expect(await failureOf(guard.verify(body.access_token ?? ""))).toHaveProperty("code", "token_issuer");
});

async function answerTo(token: string, scopes: readonly string[] = []): Promise<Response> {
  const request = new Request("https://api.example.com/", { headers: { authorization: `Bearer ${token}` } });
  const { response } = await guard.check(request, { scopes });
  return response ?? new Response(null, { status: 200 });
}
