import { expect, test } from "vitest";
import { openApp, passing, reload, setStage, signIn, turn } from "./testing/stage.ts";

const hour = 3_600_000;

test.each([
  ["localStorage", "signedIn"],
  ["sessionStorage", "signedIn"],
  ["memory", "signedOut"],
] as const)("after a reload, %s has somebody %s", async (storage, status) => {
  const stage = setStage({ storage });
  const app = await reload(stage, await signIn(stage));
  expect(app.auth.state.status).toBe(status);
});

test("memory leaves nothing anywhere", async () => {
  const stage = setStage({ refreshTokens: "rotated" });
  const app = await signIn(stage);
  expect(Object.keys(app.tab.sessionStorage)).toEqual([]);
  expect(Object.keys(stage.browser.localStorage)).toEqual([]);
});

test.each(["blocked", "full", "absent"] as const)(
  "with a localStorage that is %s the session goes on in memory, and that is said",
  async (trouble) => {
    const stage = setStage({ storage: "localStorage", refreshTokens: "rotated" });
    stage.browser.localStorage.trouble = trouble;
    const { auth, events } = await signIn(stage);
    expect(events).toEqual(["signedIn", "error"]);
    expect(auth.state).toMatchObject({ status: "signedIn", error: { code: "storage_unavailable" } });
    expect(auth.state.error?.message).toMatch(
      /localStorage (\((SecurityError|QuotaExceededError)\)|is absent)/,
    );
    stage.browser.sleep(hour);
    expect(await passing(stage, auth.accessToken())).toBe("access-2");
    expect(auth.state.status).toBe("signedIn");
  },
);

test("a localStorage that gets full later holds no used refresh token, and no tab takes that for a sign-out", async () => {
  const stage = setStage({ storage: "localStorage", refreshTokens: "rotated" }, { graceMs: 0 });
  const first = await signIn(stage);
  const second = openApp(stage);
  await second.auth.start();
  stage.browser.localStorage.trouble = "full";
  stage.browser.sleep(hour);
  await passing(stage, first.auth.accessToken());
  await turn();
  expect(JSON.stringify(stage.browser.localStorage)).not.toContain("access-1");
  for (const { tab, auth } of [first, second]) {
    tab.wakeUp();
    expect(await auth.accessToken()).toBe("access-2");
  }
  stage.browser.localStorage.trouble = undefined;
  stage.browser.sleep(hour);
  await passing(stage, second.auth.accessToken());
  expect(second.auth.state.error).toBeUndefined();
  expect(JSON.stringify(stage.browser.localStorage)).toContain("access-3");
  expect(stage.provider.hasSeenReuse).toBe(false);
});

test.each(["", "{", "null", "{}", '{"family":"f","version":1,"tokens":{}}', '{"tokens":{"accessToken":1}}'])(
  "what is stored and no session is nobody: %j",
  async (text) => {
    const stage = setStage({ storage: "localStorage" });
    const app = await signIn(stage);
    for (const key of Object.keys(stage.browser.localStorage)) stage.browser.localStorage.setItem(key, text);
    const { auth } = await reload(stage, app);
    expect(auth.state).toEqual({ status: "signedOut", claims: undefined, error: undefined });
  },
);

test("an access token whose end the provider does not tell is kept as such", async () => {
  const stage = setStage({ storage: "sessionStorage" }, { lifetimeSeconds: Number.NaN });
  const app = await reload(stage, await signIn(stage));
  expect(app.auth.state.status).toBe("signedIn");
});
