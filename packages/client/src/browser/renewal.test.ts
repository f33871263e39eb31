import { describe, expect, test } from "vitest";
import { openApp, passing, passingUntil, reload, setStage, signIn, turn } from "./testing/stage.ts";

const rotated = { refreshTokens: "rotated" } as const;
const hour = 3_600_000;

test("BF-10: renews before the end, while the old token still serves", async () => {
  const stage = setStage(rotated);
  const { auth, events } = await signIn(stage);
  stage.browser.advance(hour - 61_000);
  await turn();
  expect(stage.provider.refreshes()).toBe(0);
  stage.browser.advance(60_000);
  expect(await auth.accessToken()).toBe("access-1");
  await passingUntil(stage, () => events.includes("renewed"));
  expect(await auth.accessToken()).toBe("access-2");
  expect(auth.state).toMatchObject({ status: "signedIn", error: undefined });
});

test("BF-10: a hundred callers with an expired token share one refresh", async () => {
  const stage = setStage(rotated);
  const { auth } = await signIn(stage);
  stage.browser.sleep(hour);
  const tokens = await Promise.all(Array.from({ length: 100 }, () => auth.accessToken()));
  expect(new Set(tokens)).toEqual(new Set(["access-2"]));
  expect(stage.provider.refreshes()).toBe(1);
});

test("survives sleep: the clock decides on waking up, since the timers are late", async () => {
  const stage = setStage(rotated);
  const { auth, tab, events } = await signIn(stage);
  stage.browser.sleep(8 * hour);
  tab.wakeUp();
  expect(auth.state.status).toBe("unavailable");
  await passingUntil(stage, () => events.includes("renewed"));
  expect(auth.state.status).toBe("signedIn");
});

test.each([
  ["lost once", ["lost"]],
  ["lost twice", ["lost", "lost"]],
  ["lost, then never sent", ["lost", "down"]],
  ["busy, then lost", ["busy", "lost"]],
] as const)(
  "an answer that is %s costs nothing: the same token is sent again in time",
  async (_name, mishaps) => {
    const stage = setStage(rotated);
    const { auth } = await signIn(stage);
    stage.browser.sleep(hour);
    stage.provider.mishaps.push(...mishaps);
    expect(await passing(stage, auth.accessToken())).toMatch(/^access-/);
    const sent = stage.provider.asked.slice(1).map((form) => form.get("refresh_token"));
    expect(sent).toHaveLength(mishaps.length + 1);
    expect(new Set(sent).size).toBe(1);
    expect(stage.provider.hasSeenReuse).toBe(false);
  },
);

test("a late answer is waited for", async () => {
  const stage = setStage(rotated);
  const { auth } = await signIn(stage);
  stage.browser.sleep(hour);
  let arrive = () => {};
  stage.provider.late = new Promise((resolve) => {
    arrive = resolve;
  });
  const token = auth.accessToken();
  await turn();
  stage.browser.advance(25_000);
  await turn();
  arrive();
  expect(await token).toBe("access-2");
  expect(stage.provider.refreshes()).toBe(1);
});

test("BF-11: a provider that cannot be reached signs nobody out, and is asked again by itself", async () => {
  const stage = setStage(rotated);
  const { auth, events } = await signIn(stage);
  stage.provider.isDown = true;
  stage.browser.sleep(hour);
  await expect(passing(stage, auth.accessToken())).rejects.toMatchObject({ code: "provider_unavailable" });
  expect(auth.state).toMatchObject({ status: "unavailable", claims: { sub: "person-1" } });
  await expect(passing(stage, auth.fetch("/api"))).rejects.toMatchObject({ code: "provider_unavailable" });
  stage.provider.isDown = false;
  await passingUntil(stage, () => events.includes("renewed"));
  expect(auth.state).toMatchObject({ status: "signedIn", error: undefined });
});

test("BF-11: the network's return is noticed without waiting for the next try", async () => {
  const stage = setStage(rotated);
  const { auth, tab, events } = await signIn(stage);
  stage.provider.isDown = true;
  stage.browser.sleep(hour);
  tab.wakeUp();
  await passingUntil(stage, () => events.includes("unavailable") && auth.state.error !== undefined);
  stage.provider.isDown = false;
  tab.wakeUp();
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(auth.state.status).toBe("signedIn");
});

test("a failing renewal is no matter while the old token serves", async () => {
  const stage = setStage(rotated);
  const { auth, events } = await signIn(stage);
  stage.provider.isDown = true;
  stage.browser.advance(hour - 30_000);
  await passingUntil(stage, () => events.includes("error"));
  expect(auth.state).toMatchObject({ status: "signedIn", error: { code: "provider_unavailable" } });
  expect(await auth.accessToken()).toBe("access-1");
});

test("BF-11: invalid_grant ends the session", async () => {
  const stage = setStage({ ...rotated, storage: "localStorage" });
  const { auth, events } = await signIn(stage);
  stage.provider.end();
  stage.browser.sleep(hour);
  await expect(passing(stage, auth.accessToken())).rejects.toMatchObject({ code: "session_ended" });
  expect(auth.state).toMatchObject({ status: "signedOut", error: { code: "session_ended" } });
  expect(events.at(-1)).toBe("ended");
  expect(Object.keys(stage.browser.localStorage)).toEqual([]);
});

test("BF-03: where rotation was promised and does not happen, the refresh token is dropped", async () => {
  const stage = setStage({ ...rotated, storage: "sessionStorage" });
  const { auth, events, tab } = await signIn(stage);
  stage.browser.sleep(hour);
  stage.provider.mishaps.push("unrotated");
  expect(await passing(stage, auth.accessToken())).toBe("access-2");
  expect(events.slice(-2)).toEqual(["renewed", "error"]);
  expect(auth.state).toMatchObject({ status: "signedIn", error: { code: "rotation_missing" } });
  expect(JSON.stringify(tab.sessionStorage)).not.toContain("/first");
});

test("without a refresh token a sign-in expires with its access token, and says who it was", async () => {
  const stage = setStage();
  const { auth, events } = await signIn(stage);
  stage.browser.advance(hour);
  expect(events).toEqual(["signedIn", "expired"]);
  expect(auth.state).toMatchObject({ status: "expired", claims: { sub: "person-1" } });
  await expect(auth.accessToken()).rejects.toMatchObject({ code: "access_token_expired" });
});

test("a refused token is replaced once, by one refresh for all who name it", async () => {
  const stage = setStage(rotated);
  const { auth } = await signIn(stage);
  const tokens = await Promise.all([auth.accessToken("access-1"), auth.accessToken("access-1")]);
  expect(tokens).toEqual(["access-2", "access-2"]);
  expect(await auth.accessToken("access-1")).toBe("access-2");
  expect(stage.provider.refreshes()).toBe(1);
});

test("an API that refuses everything costs one refresh, and not one with each call", async () => {
  const stage = setStage({ ...rotated, storage: "localStorage" });
  const { auth } = await signIn(stage);
  const call = async () => passing(stage, auth.accessToken(await auth.accessToken()));
  for (let calls = 0; calls < 4; calls += 1) await call();
  expect(stage.provider.refreshes()).toBe(1);
  stage.browser.advance(30_000);
  await call();
  expect(stage.provider.refreshes()).toBe(2);
});

test("a page that was away too long renews before it shows anything", async () => {
  const stage = setStage({ ...rotated, storage: "localStorage" });
  const app = await signIn(stage);
  app.auth.stop();
  stage.browser.sleep(24 * hour);
  const again = openApp(stage, app.tab);
  const seen: string[] = [];
  again.auth.subscribe(({ status }) => seen.push(status));
  await passing(stage, again.auth.start());
  expect(new Set(seen)).toEqual(new Set(["signedIn"]));
  expect(await again.auth.accessToken()).toBe("access-2");
});

describe.each(["localStorage", "sessionStorage", "memory"] as const)("%s", (storage) => {
  test.each([500, 2000, 4000, 8000])("tokens of %i bytes are kept, restored and renewed", async (padding) => {
    const stage = setStage({ ...rotated, storage }, { padding });
    const signedIn = await signIn(stage);
    const app = storage === "memory" ? signedIn : await reload(stage, signedIn);
    expect(await app.auth.accessToken()).toHaveLength(padding + "access-1".length);
    stage.browser.sleep(hour);
    expect(await passing(stage, app.auth.accessToken())).toHaveLength(padding + "access-2".length);
    const [, asked] = stage.provider.asked;
    expect(asked?.get("refresh_token")?.length).toBeGreaterThan(padding);
  });
});

test("signed out while the answer is on its way: it comes back to nobody, and its tokens are revoked", async () => {
  const stage = setStage({ ...rotated, storage: "localStorage" });
  const { auth } = await signIn(stage);
  stage.browser.sleep(hour);
  let arrive = () => {};
  stage.provider.late = new Promise((resolve) => {
    arrive = resolve;
  });
  const token = auth.accessToken();
  token.catch(() => {});
  await passingUntil(stage, () => stage.provider.refreshes() === 1);
  await auth.signOut({ atProvider: false });
  expect(stage.provider.revoked).toHaveLength(1);
  arrive();
  await passingUntil(stage, () => stage.provider.revoked.length === 2);
  expect(new Set(stage.provider.revoked).size).toBe(2);
  await expect(token).rejects.toMatchObject({ code: "not_signed_in" });
  expect(auth.state.status).toBe("signedOut");
  expect(Object.keys(stage.browser.localStorage)).toEqual([]);
});

test("once stopped, it renews nothing any more, even if it was renewing just then", async () => {
  const stage = setStage(rotated);
  const { auth } = await signIn(stage);
  let arrive = () => {};
  stage.provider.late = new Promise((resolve) => {
    arrive = resolve;
  });
  stage.browser.advance(hour - 10_000);
  await passingUntil(stage, () => stage.provider.refreshes() === 1);
  auth.stop();
  arrive();
  for (let hours = 0; hours < 3; hours++) {
    await turn();
    stage.browser.advance(hour);
  }
  expect(stage.provider.refreshes()).toBe(1);
  expect(await auth.accessToken()).toBe("access-3");
  stage.browser.advance(hour);
  await turn();
  expect(stage.provider.refreshes()).toBe(2);
});
