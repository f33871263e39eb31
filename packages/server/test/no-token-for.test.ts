/**
 * TK-18: a person who was disabled or deleted, or whose confirmation was taken back, and an app that was deleted, get no
 * token by any way, however far it had come. TK-19: nor does a locked account by a way that asks for a proof.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockOutByProofs } from "./support/mishaps.ts";
import { deleteApp, everyWay, personal, refusal } from "./support/no-token.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { placeOf } from "./support/ways-in.ts";
import { type House, openHouse, withOwnApp } from "./support/ways-in-house.ts";

let server: TestServer;
let host: TriggerHost;
let house: House;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  house = await openHouse(server, host);
});
afterAll(async () => {
  await server.close();
  await host.close();
});

let people = 0;
function nextName(): string {
  people += 1;
  return `person-${people}`;
}

describe.each(everyWay)("by %s", (way, wayIn) => {
  test("somebody whose account is in order gets a token", async () => {
    expect(await (await wayIn(house, nextName())).send()).toBe("token");
  });

  test.each(personal)("TK-18: somebody who %s gets none", async (mishap, happen) => {
    const waiting = await wayIn(house, nextName());
    await happen(waiting);
    const answer = await waiting.send();
    // Another person who has the same password and names the app may sign in: as themselves, by a call from the start.
    if (mishap.includes("another's") && startsAnew(way)) expect(answer).toBe("token");
    else expect(answer).toMatch(refusal);
  });

  test("TK-18: an app that was deleted gets none", async () => {
    const waiting = await wayIn(await withOwnApp(house, placeOf(way)), nextName());
    await deleteApp(waiting);
    expect(await waiting.send()).toMatch(refusal);
  });
});

/** The whole sign-in is in the last call. */
function startsAnew(way: string): boolean {
  return /^(a password|a chosen password|the sign-in page)/.test(way);
}

const lockable = everyWay.filter(([way]) => !/refresh|browser that/i.test(way));

test.each(lockable)("TK-19: a locked account gets none by %s", async (_way, wayIn) => {
  const waiting = await wayIn(house, nextName());
  await lockOutByProofs(server, waiting.place.ClientId, waiting.person);
  const exceeded = "NotAuthorizedException: Password attempts exceeded";
  expect([exceeded, "invalid_grant", "page 200: none"]).toContain(await waiting.send());
});
