/** Renewal with tokens on the server: one token request, however many ask. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import { hour, newToken, opens, raise, signedIn } from "./support/renewal-stage.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe("an access token that has expired", () => {
  test("BF-10: a hundred calls in three processes make one token request, and share its result", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    const sessions = (await Promise.all(Array.from({ length: 34 }, open))).flat();
    const tokens = await stage.time.settle(newToken(sessions));
    expect(new Set(tokens).size).toBe(1);
    expect(stage.network.refreshes).toHaveLength(1);
    expect(await opens(server, tokens[0] ?? "")).toBe(true);
  });

  test("BF-10: it happens again an hour later, with the refresh token that came last", async () => {
    const { stage, open } = await signedIn(server);
    for (let round = 1; round <= 5; round += 1) {
      stage.time.advance(hour + 1);
      await stage.time.settle(newToken(await open()));
      expect(stage.network.refreshes).toHaveLength(round);
    }
    const used = stage.network.refreshes.map((form) => form.get("refresh_token"));
    expect(new Set(used).size).toBe(5);
  });

  test("a process that read the session before another renewed it takes what the other got", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    const [first, second] = await open();
    const token = await stage.time.settle(first?.accessToken() ?? raise("none"));
    expect(await stage.time.settle(second?.accessToken() ?? raise("none"))).toBe(token);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("without rotation the same refresh token is kept and used again", async () => {
    const { stage, open } = await signedIn(server, {});
    for (let round = 0; round < 2; round += 1) {
      stage.time.advance(hour + 1);
      await stage.time.settle(newToken(await open()));
    }
    const [first, second, ...more] = stage.network.refreshes.map((form) => form.get("refresh_token"));
    expect(second).toBe(first);
    expect(more).toEqual([]);
  });
});

describe("an access token that is due, and serves still", () => {
  const beforeTheEnd = hour - 20_000;

  test("is used at once while one process fetches the next one", async () => {
    const { stage, open } = await signedIn(server);
    const [before] = await newToken(await open());
    stage.time.advance(beforeTheEnd);
    stage.network.next("slow");
    const sessions = await open();
    expect(await newToken(sessions)).toEqual([before, before, before]);
    const release = await stage.network.held();
    release();
    await stage.time.settle(until(() => stage.events.some(({ type }) => type === "renewed")));
    const [after] = await newToken(await open());
    expect(after).not.toBe(before);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("is used on while the provider is down, which is asked again later and not with every request", async () => {
    const { stage, open } = await signedIn(server);
    const [before] = await newToken(await open());
    stage.time.advance(beforeTheEnd);
    stage.network.usual("down");
    const [session] = await open();
    expect(await session?.accessToken()).toBe(before);
    await stage.time.settle(until(() => stage.events.some(({ type }) => type === "renewal_failed")));
    const asked = stage.network.refreshes.length;
    expect(await session?.accessToken()).toBe(before);
    expect(stage.network.refreshes).toHaveLength(asked);
    stage.network.usual("pass");
    stage.time.advance(5_001);
    const [again] = await open();
    await again?.accessToken();
    await stage.time.settle(until(() => stage.events.some(({ type }) => type === "renewed")));
  });
});

describe("a token that an API refuses although it looks good", () => {
  test("is renewed once for everybody who names it, in all processes", async () => {
    const { stage, open } = await signedIn(server);
    const sessions = (await Promise.all([open(), open(), open()])).flat();
    const [refused = ""] = await newToken(sessions);
    const tokens = await stage.time.settle(
      Promise.all(sessions.map((session) => session.accessToken(refused))),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(refused);
    expect(stage.network.refreshes).toHaveLength(1);
    // Whoever comes later and names the old one is given the new one.
    const [late] = await open();
    expect(await late?.accessToken(refused)).toBe(tokens[0]);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("is not given again to whoever waited for it in vain", async () => {
    const { stage, open } = await signedIn(server);
    const [session] = await open();
    const first = (await session?.accessToken()) ?? "";
    const second = (await stage.time.settle(session?.accessToken(first) ?? raise("none"))) ?? "";
    stage.time.advance(30_000);
    const third = await stage.time.settle(session?.accessToken(second) ?? raise("none"));
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test("is replaced once by an API that refuses everything, and not with each call", async () => {
    const { stage, open } = await signedIn(server);
    const [session, other] = await open();
    const call = (at: typeof session) => async () => {
      const token = (await at?.accessToken()) ?? "";
      return stage.time.settle(at?.accessToken(token) ?? raise("none"));
    };
    const [second, ...others] = [await call(session)(), await call(session)(), await call(session)()];
    expect(new Set(others)).toEqual(new Set([second]));
    // Another process takes what that one has got, and learns the same of it.
    for (let round = 0; round < 3; round += 1) await call(other)();
    expect(stage.network.refreshes).toHaveLength(1);
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
