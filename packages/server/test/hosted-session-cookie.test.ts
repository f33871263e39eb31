/** What keeps a browser signed in: its cookie, and how long it is good. */
import { AdminDisableUserCommand, AdminEnableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  callback,
  type Stage,
  setStage,
  signIn,
} from "./support/hosted.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
});

afterAll(() => server.close());

/** Is anybody signed in in this browser? */
async function isSignedIn(browser: Browser): Promise<boolean> {
  return "code" in answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
}

function sessionName(): string {
  return `poolhouse-session-${stage.poolId}`;
}

describe("the session cookie", () => {
  test("CK-01, CK-02, CK-04, CK-09: opaque, out of reach of scripts and of other sites, an hour long", async () => {
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    const [line = ""] = page.headers.getSetCookie();
    const [, value = ""] = /^poolhouse-session-[^=]*=([\w-]{43});/.exec(line) ?? [];
    expect(line).toBe(`${sessionName()}=${value}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`);
  });

  test("CK-03: a cookie fixed beforehand is not the one after signing in", async () => {
    const browser = browserOf(stage);
    const fixed = "A".repeat(43);
    browser.cookies.set(sessionName(), fixed);
    await signIn(stage, browser);
    const first = browser.cookies.get(sessionName());
    expect(first).not.toBe(fixed);
    const page = await browser.visit(authorizePath(stage, { prompt: "login" }));
    await browser.submit(page, { username: "ada", password });
    expect(browser.cookies.get(sessionName())).not.toBe(first);
    const thief = browserOf(stage);
    for (const old of [fixed, first ?? ""]) {
      thief.cookies.set(sessionName(), old);
      expect(await isSignedIn(thief)).toBe(false);
    }
  });

  test("CK-06: two cookies of the name are none", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const own = `${sessionName()}=${browser.cookies.get(sessionName())}`;
    const path = authorizePath(stage, { prompt: "none" });
    const send = async (cookie: string) => answerOf(await browser.get(path, { cookie }));
    expect(await send(own)).toHaveProperty("code");
    expect(await send(`${own}; ${own}`)).toMatchObject({ error: "login_required" });
    expect(await send(`${sessionName()}=${"B".repeat(43)}; ${own}`)).toMatchObject({
      error: "login_required",
    });
  });

  test("CK-07: an altered cookie signs nobody in and breaks nothing", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const own = browser.cookies.get(sessionName()) ?? "";
    for (const value of ["", own.slice(1), `${own}A`, `${own.slice(0, -1)}!`, own.toLowerCase(), "%00"]) {
      browser.cookies.set(sessionName(), value);
      expect(await isSignedIn(browser)).toBe(false);
    }
  });

  test("CK-08: ends after an hour, however much it is used", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    server.advance(1800);
    expect(await isSignedIn(browser)).toBe(true);
    server.advance(1799);
    expect(await isSignedIn(browser)).toBe(true);
    server.advance(1);
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("ends when the person is disabled, and does not come back", async () => {
    await createPerson(server, stage.poolId, "nat");
    const browser = browserOf(stage);
    await signIn({ ...stage, person: { ...stage.person, username: "nat" } }, browser);
    expect(await isSignedIn(browser)).toBe(true);
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId: stage.poolId, Username: "nat" }));
    expect(await isSignedIn(browser)).toBe(false);
    await server.admin.send(new AdminEnableUserCommand({ UserPoolId: stage.poolId, Username: "nat" }));
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("signs in to its own pool only", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const other = await setStage(server);
    browser.cookies.set(`poolhouse-session-${other.poolId}`, browser.cookies.get(sessionName()) ?? "");
    expect(answerOf(await browser.get(authorizePath(other, { prompt: "none" })))).toMatchObject({
      error: "login_required",
    });
  });

  test("TK-15: neither cookie nor code nor password is in the database file", async () => {
    const { readFileSync, readdirSync } = await import("node:fs");
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    const files = readdirSync(server.dataFolder).map((file) =>
      readFileSync(`${server.dataFolder}/${file}`, "latin1"),
    );
    for (const secret of [...browser.cookies.values(), answerOf(page)["code"] ?? callback, password]) {
      expect(files.some((content) => content.includes(secret))).toBe(false);
    }
  });
});
