/** Browser-only apps when something goes wrong on the way; the server gives a short grace period after a rotation. */
import { AdminAddUserToGroupCommand, CreateGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPerson } from "../../server/test/support/pool.ts";
import {
  accessToken,
  type BrowserStage,
  hasStatus,
  openBrowser,
  openTab,
  refreshesIn,
  signIn,
  sleep,
  startBrowserStage,
  type Visit,
} from "./support/browser-app.ts";

let stage: BrowserStage;

beforeAll(async () => {
  stage = await startBrowserStage(10);
  stage.options = { ...stage.options, storage: "localStorage", refreshTokens: "rotated" };
});

afterAll(() => stage.close());

const hour = 3600;
const tokenEndpoint = "**/oauth2/token";

async function enter(count = 1): Promise<{ visit: Visit; tabs: readonly Page[]; page: Page }> {
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  const tabs = [page];
  while (tabs.length < count) tabs.push(await openTab(stage, visit));
  return { visit, tabs, page };
}

test("a lost answer is asked for again with the same refresh token, and nobody notices", async () => {
  const { visit, tabs } = await enter(3);
  await sleep(stage, tabs, hour);
  await visit.context.route(
    tokenEndpoint,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 2 },
  );
  const tokens = await Promise.all(tabs.map((tab) => accessToken(tab)));
  expect(new Set(tokens).size).toBe(1);
  const sent = visit.asked.flatMap((form) => form.get("refresh_token") ?? []);
  expect(sent).toHaveLength(3);
  expect(new Set(sent).size).toBe(1);
  // And the successor that came in the end is the one that goes on.
  await sleep(stage, tabs, hour);
  await Promise.all(tabs.map((tab) => accessToken(tab)));
  expect(refreshesIn(visit)).toBe(4);
});

test("BF-11: a provider in trouble is neither a sign-out nor an error while the old token serves", async () => {
  const { visit, page, tabs } = await enter();
  const before = await accessToken(page);
  await sleep(stage, tabs, hour - 40);
  await visit.context.route(tokenEndpoint, (route) => route.fulfill({ status: 503, body: "busy" }));
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  expect(await accessToken(page)).toBe(before);
  await sleep(stage, tabs, 41);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await hasStatus(page, "unavailable");
  await visit.context.unroute(tokenEndpoint);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await hasStatus(page, "signedIn");
});

test("a tab that is closed while it renews leaves the turn, and the refresh token, to another", async () => {
  const { visit, tabs } = await enter(2);
  const [first, second] = tabs;
  await sleep(stage, tabs, hour);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  // Handled by the server, and never answered.
  await visit.context.route(
    tokenEndpoint,
    async (route) => {
      await route.fetch();
      answer();
    },
    { times: 1 },
  );
  first?.evaluate(() => void window.auth.accessToken().catch(() => {})).catch(() => {});
  await asked;
  const token = second === undefined ? "" : accessToken(second);
  await first?.close();
  expect(await token).toMatch(/^ey/);
});

test("a token that the API refuses is renewed once, and the request with its body is sent again once", async () => {
  const { visit, page } = await enter();
  const before = await accessToken(page);
  const calls: string[] = [];
  await visit.context.route("**/api/boats", async (route) => {
    const { authorization = "" } = await route.request().allHeaders();
    calls.push(`${authorization} ${route.request().postData()}`);
    await route.fulfill({ status: authorization === `Bearer ${before}` ? 401 : 201 });
  });
  const statuses = await page.evaluate(() =>
    Promise.all(
      ["a", "b", "c"].map(
        async (body) => (await window.auth.fetch("/api/boats", { method: "POST", body })).status,
      ),
    ),
  );
  expect(statuses).toEqual([201, 201, 201]);
  expect(calls).toHaveLength(6);
  expect(refreshesIn(visit)).toBe(1);
});

test.each([
  [0, 500, 2000],
  [24, 4000, 6000],
  [48, 8000, 12_000],
])(
  "with %i groups an access token of %i to %i bytes is kept, restored and renewed",
  async (groups, least, most) => {
    const username = `member-${groups}`;
    await createPerson(stage.server, stage.poolId, username);
    for (let index = 0; index < groups; index++) {
      const ids = { UserPoolId: stage.poolId, GroupName: `${groups}-${index}-`.padEnd(128, "g") };
      await stage.server.admin.send(new CreateGroupCommand(ids));
      await stage.server.admin.send(new AdminAddUserToGroupCommand({ ...ids, Username: username }));
    }
    const visit = await openBrowser(stage);
    const page = await openTab(stage, visit);
    await signIn(stage, page, username);
    await page.reload();
    await hasStatus(page, "signedIn");
    const { length } = await accessToken(page);
    expect(length).toBeGreaterThan(least);
    expect(length).toBeLessThan(most);
    await sleep(stage, [page], hour);
    expect(await accessToken(page)).toMatch(/^ey/);
    expect(refreshesIn(visit)).toBe(1);
  },
);
