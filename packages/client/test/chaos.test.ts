/**
 * Ten tabs with a hundred requests each, at the moment when the access token ends, while the identity server answers late, loses answers and is
 * killed: two apps, one driver. `CHAOS_ROUNDS`, `CHAOS_TABS`, `CHAOS_REQUESTS`, `CHAOS_SEED` and `CHAOS_GRACE` make it longer, or another;
 * `CHAOS_COMPARISON=1` adds a third app, with another library.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drive, type Score, type Size } from "./chaos/driver.ts";
import { startWorld, type World } from "./chaos/world.ts";

const size: Size = {
  tabs: setting("CHAOS_TABS", 10),
  requests: setting("CHAOS_REQUESTS", 100),
  rounds: setting("CHAOS_ROUNDS", 2),
  seed: setting("CHAOS_SEED", 1),
};
/** `oidc-client-ts` takes several times as long as the kit, and its figures demand nothing. */
const isCompared = setting("CHAOS_COMPARISON", 0) > 0;
/** Of a rotated refresh token. Cognito permits 0 to 60. */
const graceSeconds = setting("CHAOS_GRACE", 20);
const patience = 60_000 + size.rounds * 120_000;

let world: World;

beforeAll(async () => {
  world = await startWorld(graceSeconds);
});

afterAll(() => world.close());

describe("BF-10: BF-11: a bad day for a person with ten tabs", { timeout: patience }, () => {
  test("on the server: nobody is signed out, and each expiry costs one renewal", async ({ annotate }) => {
    const score = await drive(world, "session", size);
    const events = Object.fromEntries(world.apps.events);
    await annotate(`session, three processes: ${words(score)}; events: ${JSON.stringify(events)}`);
    requireUnharmed(score);
    const ends = Object.keys(events).filter((name) => /signed_out|session_ended/.test(name));
    expect(ends).toEqual([]);
  });

  test("in the browser: nobody is signed out, and each expiry costs one renewal", async ({ annotate }) => {
    const score = await drive(world, "kit", size);
    await annotate(`browser: ${words(score)}`);
    requireUnharmed(score);
  });

  if (isCompared) {
    test("oidc-client-ts in its usual set-up, for comparison", async ({ annotate }) => {
      const score = await drive(world, "oidc", size);
      await annotate(`oidc-client-ts 3.5.0: ${words(score)}`);
      expect(score.good + score.refused + score.down).toBe(score.sent);
    });
  }
});

function requireUnharmed({
  sent,
  good,
  refused,
  down,
  signInsAgain,
  signOuts,
  tally,
  troubles,
}: Score): void {
  const { reuseAlarms, refusals, successors } = tally;
  expect(
    { good, refused, down, signInsAgain, signOuts, reuseAlarms, refusals, renewals: successors.size },
    troubles.join(),
  ).toEqual({
    good: sent,
    refused: 0,
    down: 0,
    signInsAgain: 0,
    signOuts: 0,
    reuseAlarms: 0,
    refusals: 0,
    renewals: size.rounds,
  });
}

function words({
  sent,
  good,
  refused,
  down,
  repetitions,
  signInsAgain,
  signOuts,
  tally,
  troubles,
}: Score): string {
  const faults = [...tally.faults].map(([fault, count]) => `${fault} ${count}`).join(", ");
  return [
    `${size.rounds} expiries, ${sent} requests: ${good} answered, ${refused} refused, ${down} given up, ${repetitions} repeated by the app`,
    `${signInsAgain} times signed in again, ${signOuts} sign-outs told`,
    `${tally.sent} refreshes sent (${faults}), ${tally.successors.size} new refresh tokens`,
    `${tally.reuseAlarms} reuse alarms, ${tally.refusals} other refusals`,
    `troubles: ${troubles.join(" / ") || "none"}`,
  ].join("; ");
}

function setting(name: string, usual: number): number {
  return Number(process.env[name] ?? usual);
}
