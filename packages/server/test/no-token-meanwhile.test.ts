/**
 * TK-18: what befalls a person or an app while a trigger is being asked, at the end of a way to tokens, counts as if it had
 * before: the triggers may take seconds, and the last word about an account is the one that holds. TK-19: so it is with a lock-out.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockOutByProofs, signOut } from "./support/mishaps.ts";
import { deleteApp, everyWay, type Mishap, personal, refusal } from "./support/no-token.ts";
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

const signedOut: Mishap = ({ place, person }) => signOut(place.server, place.UserPoolId, person);

const lockedOut: Mishap = ({ place, person }) => lockOutByProofs(place.server, place.ClientId, person);

const befallen: readonly (readonly [string, Mishap])[] = [...personal, ["lost the app", deleteApp]];
/** What is asked while a way is gone to its end. */
const moments = everyWay.flatMap(([way, wayIn]) => {
  const isSignIn = !/refresh|browser that|authorization code/i.test(way);
  const hasTokens = !/page|browser/.test(way) || way.includes("implicit");
  return [
    ...(isSignIn ? [[way, "PostAuthentication", wayIn] as const] : []),
    ...(hasTokens ? [[way, "V1_0", wayIn] as const] : []),
  ];
});

describe.each(moments)("by %s, while %s is asked", (way, trigger, wayIn) => {
  // No operation takes a confirmation back, so nobody loses theirs while they refresh or redeem.
  const isLater = /refresh|authorization code/i.test(way);
  const possible = befallen.filter(([what]) => !(isLater && what.includes("not confirmed")));
  // Whoever proves who they are at that moment signs in anew.
  if (isLater || way.includes("browser that")) possible.push(["signed out everywhere", signedOut]);
  // Refreshing goes on (TK-19): otherwise anybody could sign people out by guessing.
  if (!/refresh/i.test(way)) possible.push(["was locked out", lockedOut]);

  test.each(possible)("TK-18: somebody who %s gets none", async (what, happen) => {
    const where = what === "lost the app" ? await withOwnApp(house, placeOf(way)) : house;
    const waiting = await wayIn(where, nextName());
    const { triggers } = waiting.place;
    let asked = 0;
    triggers.meanwhile(trigger, async () => {
      asked += 1;
      await happen(waiting);
    });
    const answer = await waiting.send().finally(() => triggers.meanwhile(trigger, undefined));
    expect(asked).toBe(1);
    expect(answer).toMatch(refusal);
  });
});
