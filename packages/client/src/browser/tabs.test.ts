import { describe, expect, test } from "vitest";
import type { FakeTab } from "./testing/fake-browser.ts";
import {
  type App,
  openApp,
  passing,
  passingUntil,
  type Stage,
  setStage,
  signIn,
  turn,
} from "./testing/stage.ts";

const shared = { storage: "localStorage", refreshTokens: "rotated" } as const;
const own = { storage: "sessionStorage", refreshTokens: "rotated" } as const;
const hour = 3_600_000;

async function openTabs(stage: Stage, count: number): Promise<App[]> {
  const first = await signIn(stage);
  const others = Array.from({ length: count - 1 }, () => openApp(stage));
  await Promise.all(others.map(({ auth }) => auth.start()));
  return [first, ...others];
}

function refreshTokensSent({ provider }: Stage): (string | null)[] {
  return provider.asked.slice(1).map((form) => form.get("refresh_token"));
}

test.each([2, 10])("%i tabs renew once, and all have the same token", async (count) => {
  const stage = setStage(shared, { graceMs: 0 });
  const tabs = await openTabs(stage, count);
  stage.browser.sleep(hour);
  for (const { tab } of tabs) tab.wakeUp();
  const asked = tabs.flatMap(({ auth }) => [auth.accessToken(), auth.accessToken("access-1")]);
  expect(new Set(await passing(stage, Promise.all(asked)))).toEqual(new Set(["access-2"]));
  expect(stage.provider.refreshes()).toBe(1);
  expect(stage.provider.hasSeenReuse).toBe(false);
});

test("ten tabs over a day: one refresh each hour, none of them twice", async () => {
  const stage = setStage(shared, { graceMs: 0 });
  const tabs = await openTabs(stage, 10);
  for (let passed = 1; passed <= 24; passed++) {
    stage.browser.sleep(hour);
    await passing(stage, Promise.all(tabs.map(({ auth }) => auth.accessToken())));
  }
  expect(stage.provider.refreshes()).toBe(24);
  expect(new Set(refreshTokensSent(stage)).size).toBe(24);
});

test("a tab that sees the shared storage late asks the others before it refreshes", async () => {
  const stage = setStage(shared, { graceMs: 0 });
  const [first, second] = await openTabs(stage, 2);
  const stale = { ...stage.browser.localStorage };
  stage.browser.sleep(hour);
  await passing(stage, first?.auth.accessToken() ?? Promise.reject());
  // What the first has written is not seen yet, and what it said is lost.
  const late = openApp(stage, lateTab(stage, stale));
  await passing(stage, late.auth.start());
  expect(await late.auth.accessToken()).toBe("access-2");
  expect(await second?.auth.accessToken()).toBe("access-2");
  expect(stage.provider.refreshes()).toBe(1);
});

function lateTab(stage: Stage, content: Readonly<Record<string, string>>): FakeTab {
  const tab = stage.browser.openTab(stage.provider.fetch);
  const keys = new Map(Object.entries(content));
  const storage = { ...tab.sessionStorage, getItem: (key: string) => keys.get(key) ?? null, setItem() {} };
  // As much of a storage as is read.
  return Object.assign(tab, { storage: () => storage as unknown as Storage });
}

test("a duplicated tab has an old refresh token, and takes the newer one instead of using it", async () => {
  const stage = setStage(own, { graceMs: 0 });
  const first = await signIn(stage);
  const copy = openApp(stage, first.tab.duplicate());
  stage.browser.sleep(hour);
  await passing(stage, first.auth.accessToken());
  await passing(stage, copy.auth.start());
  expect(await copy.auth.accessToken()).toBe("access-2");
  stage.browser.sleep(hour);
  await passing(stage, Promise.all([copy.auth.accessToken(), first.auth.accessToken()]));
  expect(stage.provider.refreshes()).toBe(2);
  expect(stage.provider.hasSeenReuse).toBe(false);
});

test("tabs with sign-ins of their own do not mix them up", async () => {
  const stage = setStage(own);
  const [first, second] = await Promise.all([signIn(stage), signIn(stage)]);
  stage.browser.sleep(hour);
  const tokens = await passing(stage, Promise.all([first.auth.accessToken(), second.auth.accessToken()]));
  expect(new Set(tokens).size).toBe(2);
  expect(stage.provider.refreshes()).toBe(2);
});

describe.each([
  ["Web Locks", { hasLocks: false }],
  ["a channel", { hasChannel: false }],
])("without %s", (_name, abilities) => {
  test("tabs still end with good tokens while the provider gives a grace period", async () => {
    const stage = setStage(shared, { graceMs: 30_000 });
    const first = await signIn(stage, stage.browser.openTab(stage.provider.fetch, abilities));
    const second = openApp(stage, stage.browser.openTab(stage.provider.fetch, abilities));
    await second.auth.start();
    stage.browser.sleep(hour);
    await passing(stage, Promise.all([first.auth.accessToken(), second.auth.accessToken()]));
    expect(stage.provider.hasSeenReuse).toBe(false);
    expect([first, second].map(({ auth }) => auth.state.status)).toEqual(["signedIn", "signedIn"]);
  });
});

describe.each(["localStorage", "sessionStorage", "memory"] as const)("with %s", (storage) => {
  test("BF-12: signing out is for all tabs, and revokes what each of them holds", async () => {
    const stage = setStage({ storage, refreshTokens: "rotated" });
    const first = await signIn(stage);
    const second = await (storage === "localStorage" ? startIn(stage) : signIn(stage));
    await first.auth.signOut({ atProvider: false });
    await passingUntil(stage, () => second.auth.state.status === "signedOut");
    expect(second.events.at(-1)).toBe("signedOut");
    expect(first.tab.left).toHaveLength(1);
    expect(stage.provider.revoked).toHaveLength(storage === "localStorage" ? 1 : 2);
    expect(Object.keys(stage.browser.localStorage)).toEqual([]);
    expect(Object.keys(second.tab.sessionStorage)).toEqual([]);
  });
});

async function startIn(stage: Stage): Promise<App> {
  const app = openApp(stage);
  await app.auth.start();
  return app;
}

test("BF-12: signing out goes to the provider, and is done here even where that fails", async () => {
  const stage = setStage({ refreshTokens: "rotated", logoutUri: "https://app.example.com/bye" });
  const app = await signIn(stage);
  await app.auth.signOut();
  expect(app.tab.left.at(-1)?.href).toBe(
    "https://id.example.com/pool/logout?client_id=client-1&logout_uri=https%3A%2F%2Fapp.example.com%2Fbye&post_logout_redirect_uri=https%3A%2F%2Fapp.example.com%2Fbye",
  );
  const offline = await signIn(stage);
  stage.provider.isDown = true;
  await expect(offline.auth.signOut()).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(offline.auth.state.status).toBe("signedOut");
});

test("a sign-in in one tab is one in all that share a storage", async () => {
  const stage = setStage(shared);
  const waiting = await startIn(stage);
  expect(waiting.auth.state.status).toBe("signedOut");
  await signIn(stage);
  await turn();
  expect(waiting.auth.state.status).toBe("signedIn");
  expect(waiting.events).toEqual(["signedIn"]);
});

test("where the storage was emptied by hand, the tabs notice when they wake up", async () => {
  const stage = setStage(shared);
  const [first, second] = await openTabs(stage, 2);
  for (const key of Object.keys(stage.browser.localStorage)) stage.browser.localStorage.removeItem(key);
  for (const app of [first, second]) {
    app?.tab.wakeUp();
    expect(app?.auth.state.status).toBe("signedOut");
  }
});

test("a sign-in that is over does not come back with a late message", async () => {
  const stage = setStage(shared);
  const [first, second] = await openTabs(stage, 2);
  stage.browser.sleep(hour);
  let arrive = () => {};
  stage.provider.late = new Promise((resolve) => {
    arrive = resolve;
  });
  const token = first?.auth.accessToken();
  token?.catch(() => {});
  await passingUntil(stage, () => stage.provider.refreshes() === 1);
  await second?.auth.signOut({ atProvider: false });
  arrive();
  await passingUntil(stage, () => first?.auth.state.status === "signedOut");
  await turn();
  expect(second?.auth.state.status).toBe("signedOut");
  expect(Object.keys(stage.browser.localStorage)).toEqual([]);
});

test("a tab that missed a sign-out, and tells of what it still has, is told", async () => {
  const stage = setStage(shared);
  const app = await signIn(stage);
  const [key = "", text = ""] = Object.entries(stage.browser.localStorage)[0] ?? [];
  await app.auth.signOut({ atProvider: false });
  const heard: unknown[] = [];
  const channel = stage.browser
    .openTab(stage.provider.fetch)
    .openChannel(key, (message) => heard.push(message));
  channel.say({ session: JSON.parse(text) });
  await turn();
  expect(heard).toEqual([{ over: JSON.parse(text).family, event: "ended" }]);
  expect(app.auth.state.status).toBe("signedOut");
});
