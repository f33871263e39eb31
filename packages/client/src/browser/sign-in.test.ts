import { describe, expect, test } from "vitest";
import { createBrowserAuth } from "./create-browser-auth.ts";
import { openApp, redirectUri, reload, setStage, signIn } from "./testing/stage.ts";

const code = { code: "config_invalid" };

test("starts with nobody, and signs in by a code with PKCE", async () => {
  const stage = setStage({ scopes: ["email"] });
  const { tab, auth, events } = openApp(stage);
  expect(auth.state).toEqual({ status: "starting" });
  expect(await auth.start()).toMatchObject({ status: "signedOut" });
  await auth.signIn({ parameters: { login_hint: "ada", client_id: "another" } });
  const [authorization] = tab.left;
  expect(Object.fromEntries(authorization?.searchParams ?? [])).toMatchObject({
    client_id: "client-1",
    response_type: "code",
    code_challenge_method: "S256",
    scope: "openid email",
    login_hint: "ada",
  });
  expect(events).toEqual([]);
  tab.goTo(stage.provider.comeBack(authorization));
  const back = openApp(stage, tab);
  expect(await back.auth.start()).toMatchObject({ status: "signedIn", claims: { sub: "person-1" } });
  expect(back.events).toEqual(["signedIn"]);
  expect(await back.auth.accessToken()).toBe("access-1");
  expect(back.auth.idToken()?.split(".")).toHaveLength(3);
});

test("code and state leave the address, and the app is where it was asked to be", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.start();
  await auth.signIn({ returnTo: "/boats?of=ada#top" });
  tab.goTo(stage.provider.comeBack(tab.left[0]));
  await openApp(stage, tab).auth.start();
  expect(tab.address()).toBe("https://app.example.com/boats?of=ada#top");
});

test("BF-08: a code is sent once, whatever is loaded again", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.start();
  await auth.signIn();
  const callback = stage.provider.comeBack(tab.left[0]);
  tab.goTo(callback);
  const pages = [openApp(stage, tab), openApp(stage, tab)];
  await Promise.all(pages.map((page) => page.auth.start()));
  tab.goTo(callback);
  const again = openApp(stage, tab);
  expect(await again.auth.start()).toMatchObject({ status: "signedOut", error: { code: "sign_in_unknown" } });
  expect(tab.address()).toBe(redirectUri);
  expect(stage.provider.asked).toHaveLength(1);
});

test("BF-08: an answer to a sign-in that this tab has not begun is not sent on", async () => {
  const stage = setStage();
  const app = await signIn(stage);
  const stranger = openApp(stage);
  stranger.tab.goTo(`${redirectUri}?code=theirs&state=theirs`);
  expect(await stranger.auth.start()).toMatchObject({ error: { code: "sign_in_unknown" } });
  expect(stage.provider.asked).toHaveLength(1);
  expect(app.auth.state.status).toBe("signedIn");
});

test("BF-08: an answer that comes after an hour is not sent on", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.start();
  await auth.signIn();
  tab.goTo(stage.provider.comeBack(tab.left[0]));
  stage.browser.advance(3_600_000);
  expect(await openApp(stage, tab).auth.start()).toMatchObject({ error: { code: "sign_in_unknown" } });
  expect(stage.provider.asked).toHaveLength(0);
});

test("BF-08: an answer in another provider's name is refused", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.start();
  await auth.signIn();
  tab.goTo(stage.provider.comeBack(tab.left[0], { iss: "https://evil.example.com" }));
  expect(await openApp(stage, tab).auth.start()).toMatchObject({
    error: { code: "callback_issuer_mismatch" },
  });
  expect(stage.provider.asked).toHaveLength(0);
});

test("BF-09: an ID token of another sign-in is refused", async () => {
  const stage = setStage({}, { claims: { nonce: "another" } });
  const app = await signIn(stage);
  expect(app.auth.state).toMatchObject({ status: "signedOut", error: { code: "id_token_nonce" } });
  await expect(app.auth.accessToken()).rejects.toMatchObject({ code: "not_signed_in" });
});

test("an ID token without expiration is as good as another", async () => {
  const stage = setStage({}, { claims: { exp: 253402300799 } });
  expect((await signIn(stage)).auth.state).toMatchObject({
    status: "signedIn",
    claims: { exp: 253402300799 },
  });
});

test("login_required after prompt=none leaves a stored sign-in and says why", async () => {
  const stage = setStage({ storage: "sessionStorage" });
  const { tab, auth } = await signIn(stage);
  await auth.signIn({ parameters: { prompt: "none" } });
  auth.stop();
  expect(tab.left.at(-1)?.searchParams.get("prompt")).toBe("none");
  tab.goTo(stage.provider.comeBack(tab.left.at(-1), { error: "login_required" }));
  const state = await openApp(stage, tab).auth.start();
  expect(state).toMatchObject({
    status: "signedIn",
    error: { code: "sign_in_refused", oauth: { error: "login_required" } },
  });
});

test("a return while the provider cannot be reached uses nothing up: loading it again finishes it", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.start();
  await auth.signIn();
  tab.goTo(stage.provider.comeBack(tab.left[0]));
  stage.provider.isDown = true;
  const offline = openApp(stage, tab);
  expect(await offline.auth.start()).toMatchObject({ error: { code: "provider_unavailable" } });
  stage.provider.isDown = false;
  expect((await reload(stage, offline)).auth.state.status).toBe("signedIn");
});

test("another page of the app with a code of its own is left alone", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  tab.goTo("https://app.example.com/coupons?code=SUMMER&state=open");
  expect(await auth.start()).toEqual({ status: "signedOut", claims: undefined, error: undefined });
  expect(tab.address()).toContain("SUMMER");
});

test.each(["blocked", "absent", "full"] as const)(
  "nobody is sent away when sessionStorage is %s",
  async (trouble) => {
    const stage = setStage();
    const { tab, auth } = openApp(stage);
    tab.sessionStorage.trouble = trouble;
    await auth.start();
    await expect(auth.signIn()).rejects.toMatchObject({ code: "storage_unavailable" });
    expect(tab.left).toEqual([]);
  },
);

test.each([
  ["a page on another origin", "http://127.0.0.1:3000/", undefined],
  ["a returnTo on another origin", "https://app.example.com/", "//evil.example.com/"],
  ["a returnTo that is no page of it", "https://app.example.com/", "blob:https://app.example.com/1"],
])("%s is refused before the page is left", async (_name, page, returnTo) => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  tab.goTo(page);
  await expect(auth.signIn({ returnTo })).rejects.toMatchObject(code);
  expect(tab.left).toEqual([]);
});

test("a page without https, which the browser lends no cryptography, is told so before it is left", async () => {
  const stage = setStage({ redirectUri: "http://192.168.1.20:3000/callback" });
  const { tab, auth } = openApp(stage);
  tab.goTo("http://192.168.1.20:3000/");
  const message = "config invalid: http://192.168.1.20:3000 needs https";
  await expect(auth.signIn()).rejects.toMatchObject({ code: "config_invalid", message });
  expect(tab.left).toEqual([]);
});

test("a sign-in that was begun an hour ago and left there is swept away by the next", async () => {
  const stage = setStage();
  const { tab, auth } = openApp(stage);
  await auth.signIn();
  stage.browser.advance(3_600_000);
  await auth.signIn();
  expect(Object.keys(tab.sessionStorage)).toHaveLength(1);
  tab.goTo(stage.provider.comeBack(tab.left[0]));
  expect(await openApp(stage, tab).auth.start()).toMatchObject({ error: { code: "sign_in_unknown" } });
});

describe("BF-03", () => {
  const options = { issuer: "https://id.example.com/pool", clientId: "client-1", redirectUri };

  test.each([
    ["refreshTokens", true],
    ["refreshTokens", "always"],
    ["refreshTokens", {}],
    ["storage", "cookie"],
    ["clientSecret", "secret"],
    ["redirectUri", "/callback"],
    ["issuer", "http://id.example.com/pool"],
    ["clientId", ""],
  ])("BF-17: %s = %j stops the app at its start", (name, value) => {
    const wrong = { ...options, [name]: value };
    expect(() => createBrowserAuth(wrong)).toThrow(expect.objectContaining(code));
  });

  test("may be called where there is no browser", () => {
    expect(createBrowserAuth(options).state).toEqual({ status: "starting" });
  });

  test.each(["localStorage", "sessionStorage", "memory"] as const)(
    "a refresh token that nobody asked for is dropped on receipt, with %s",
    async (storage) => {
      const stage = setStage({ storage });
      const app = await signIn(stage);
      const stored = JSON.stringify([stage.browser.localStorage, app.tab.sessionStorage]);
      expect(stored).not.toContain("/first");
      await expect(app.auth.accessToken(await app.auth.accessToken())).resolves.toBe("access-1");
      expect(stage.provider.refreshes()).toBe(0);
    },
  );

  test("one that was stored by an earlier build of the app is dropped too", async () => {
    const before = setStage({ storage: "localStorage", refreshTokens: "rotated" });
    const app = await signIn(before);
    expect(JSON.stringify(before.browser.localStorage)).toContain("/first");
    const now = { ...before, options: { ...before.options, refreshTokens: undefined } };
    const { auth } = await reload(now, app);
    expect(auth.state.status).toBe("signedIn");
    expect(JSON.stringify(before.browser.localStorage)).not.toContain("/first");
  });

  test("web storage is warned about once, memory is not", async () => {
    const stage = setStage({ storage: "sessionStorage", refreshTokens: "rotated" });
    const app = await signIn(stage);
    await app.auth.signOut({ atProvider: false });
    expect(app.tab.warnings).toEqual([
      "@poolhouse/client keeps tokens in sessionStorage, where any script of the origin can read them",
    ]);
    expect((await signIn(setStage())).tab.warnings).toEqual([]);
  });
});
