/** Every attempt on the hosted pages leaves one event, in the transaction that signs the browser in, and the tokens name it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audited, eventsOf, inShort } from "./support/auth-events.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  callback,
  claimsOf,
  invite,
  redeemAnswer,
  type Stage,
  signIn,
  temporaryPassword,
} from "./support/hosted.ts";
import { wrongPassword } from "./support/password-flow.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  const poolId = await createPool(server, audited);
  const client = await createClient(server, poolId, {
    ...codeClient,
    AllowedOAuthFlows: ["code", "implicit"],
    CallbackURLs: [callback],
  });
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
});
afterAll(() => server.close());

const as = async (name: string): Promise<Stage> => ({
  ...stage,
  person: await createPerson(server, stage.poolId, name),
});
const events = ({ poolId, person }: Stage) => eventsOf(server, poolId, person.username);

describe("a sign-in on the pages", () => {
  test("leaves one event, which the tokens for its code name", async () => {
    const ada = await as("ada");
    const { body } = await redeemAnswer(ada, await signIn(ada, browserOf(ada)));
    const [event, ...others] = await events(ada);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      EventType: "SignIn",
      EventResponse: "Pass",
      ChallengeResponses: [{ ChallengeName: "Password", ChallengeResponse: "Success" }],
      EventContextData: { IpAddress: "127.0.0.1" },
    });
    expect(claimsOf(body.access_token)["event_id"]).toBe(event?.EventId);
    expect(claimsOf(body.id_token)["event_id"]).toBe(event?.EventId);
  });

  test("leaves one event, which the tokens of the implicit grant name", async () => {
    const bea = await as("bea");
    const { access_token } = answerOf(await signIn(bea, browserOf(bea), { response_type: "token" }));
    const [event, ...others] = await events(bea);
    expect(others).toEqual([]);
    expect(claimsOf(access_token)["event_id"]).toBe(event?.EventId);
  });

  test("leaves one for each wrong password, and nothing about names nobody has", async () => {
    const cleo = await as("cleo");
    const browser = browserOf(cleo);
    let page = await browser.visit(authorizePath(cleo));
    for (const [username, given] of [
      ["cleo", wrongPassword],
      ["nobody", wrongPassword],
      ["cleo", wrongPassword],
      ["cleo", password],
    ] as const) {
      server.advance(1);
      page = await browser.submit(page, { username, password: given });
    }
    expect(answerOf(page)["code"]).toBeDefined();
    const failed = "SignIn Fail: Password Failure";
    const shortly = (await events(cleo)).map(inShort);
    expect(shortly).toEqual(["SignIn Pass: Password Success", failed, failed]);
  });

  test("with a temporary password is one event, and in progress until there is a new one", async () => {
    const dora = { ...stage, person: { username: "dora", password: temporaryPassword, sub: "" } };
    await invite(stage, "dora");
    const browser = browserOf(dora);
    const login = await browser.visit(authorizePath(dora));
    const page = await browser.submit(login, { username: "dora", password: temporaryPassword });
    expect((await events(dora)).map(inShort)).toEqual(["SignIn InProgress: Password Success"]);
    const newPassword = "Another-Horse-8";
    const answer = await browser.submit(page, { newPassword, confirmPassword: newPassword });
    const { body } = await redeemAnswer(dora, answer);
    const [event, ...others] = await events(dora);
    expect(others).toEqual([]);
    expect(event?.EventResponse).toBe("Pass");
    expect(claimsOf(body.access_token)["event_id"]).toBe(event?.EventId);
  });

  test("that is reused is no attempt, and its tokens name an event of their own", async () => {
    const emma = await as("emma");
    const browser = browserOf(emma);
    await signIn(emma, browser);
    const again = await browser.get(authorizePath(emma, { prompt: "none" }));
    const { body } = await redeemAnswer(emma, again);
    const [event, ...others] = await events(emma);
    expect(others).toEqual([]);
    expect(claimsOf(body.access_token)["event_id"]).not.toBe(event?.EventId);
  });
});
