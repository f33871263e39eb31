import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type AccessTokens, createAuthFetch } from "./auth-fetch.ts";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly authorization: string | null;
  readonly type: string | null;
  readonly body: string;
}

/** An API that refuses the first token, and tokens that count up. */
function api(refused: readonly string[] = ["token-1"]) {
  const sent: Sent[] = [];
  const asked: (string | undefined)[] = [];
  let latest = 1;
  const tokens: AccessTokens = {
    async accessToken(insteadOf) {
      asked.push(insteadOf);
      if (insteadOf === `token-${latest}`) latest += 1;
      return `token-${latest}`;
    },
  };
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const authorization = request.headers.get("authorization");
    sent.push({
      ...{ url: request.url, method: request.method, authorization },
      ...{ type: request.headers.get("content-type"), body: await request.text() },
    });
    const isRefused = refused.includes(authorization?.slice("Bearer ".length) ?? "");
    return new Response(isRefused ? "refused" : "good", { status: isRefused ? 401 : 200 });
  };
  return { sent, asked, tokens, authFetch: createAuthFetch(tokens, { fetch: send }) };
}

const url = "https://api.example.com/x";

function stream(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

test("sends the token, and asks for no other while it is good", async () => {
  const { authFetch, sent, asked } = api([]);
  const response = await authFetch(url, { headers: { accept: "text/plain" } });
  expect(await response.text()).toBe("good");
  expect(sent).toMatchObject([{ url, method: "GET", authorization: "Bearer token-1" }]);
  expect(asked).toEqual([undefined]);
});

describe("after a 401 it repeats the request once with a new token:", () => {
  test.each<[string, RequestInfo | URL, RequestInit | undefined, string]>([
    ["an address", url, undefined, ""],
    ["a URL", new URL(url), undefined, ""],
    ["a Request without a body", new Request(url), undefined, ""],
    ["text", url, { method: "POST", body: "hello" }, "hello"],
    ["a form", url, { method: "POST", body: new URLSearchParams({ a: "1" }) }, "a=1"],
    ["bytes", url, { method: "PUT", body: new Uint8Array([104, 105]) }, "hi"],
    ["a Blob", url, { method: "POST", body: new Blob(["hello"]) }, "hello"],
    [
      "a body instead of the Request's own",
      new Request(url, { method: "POST", body: "a" }),
      { body: "b" },
      "b",
    ],
  ])("%s", async (_, input, init, body) => {
    const { authFetch, sent, asked } = api();
    expect((await authFetch(input, init)).status).toBe(200);
    expect(sent).toMatchObject([
      { authorization: "Bearer token-1", body },
      { authorization: "Bearer token-2", body },
    ]);
    expect(asked).toEqual([undefined, "token-1"]);
  });

  test("with everything else as it was", async () => {
    const { authFetch, sent } = api();
    await authFetch(new Request(url, { method: "DELETE", headers: { "content-type": "text/x" } }));
    expect(sent.map(({ method, type }) => [method, type])).toEqual([
      ["DELETE", "text/x"],
      ["DELETE", "text/x"],
    ]);
  });
});

describe("it does not repeat", () => {
  test("a stream, whose 401 comes back as it was", async () => {
    const { authFetch, sent, asked } = api();
    const init = { method: "POST", body: stream("hello"), duplex: "half" };
    const response = await authFetch(url, init);
    expect([response.status, await response.text()]).toEqual([401, "refused"]);
    expect([sent.length, asked]).toEqual([1, [undefined]]);
  });

  test.each([
    ["what Node reads from a file", () => Readable.from([Buffer.from("hello")])],
    ["a generator", () => pieces("hello")],
  ])("%s, which is a stream too", async (_name, body) => {
    const { authFetch, sent } = api();
    // Node's `fetch` takes them, the types of the browser's do not.
    const init = { method: "POST", body: body(), duplex: "half" } as unknown as RequestInit;
    const response = await authFetch(url, init);
    expect([response.status, sent.map((each) => each.body)]).toEqual([401, ["hello"]]);
  });

  test("a Request with a body", async () => {
    const { authFetch, sent } = api();
    const response = await authFetch(new Request(url, { method: "POST", body: "hello" }));
    expect([response.status, sent.length]).toEqual([401, 1]);
  });

  test("a second time", async () => {
    const { authFetch, sent } = api(["token-1", "token-2"]);
    const response = await authFetch(url);
    expect([response.status, await response.text(), sent.length]).toEqual([401, "refused", 2]);
  });

  test("when there is no other token", async () => {
    const { sent } = api();
    const send: typeof fetch = async () => new Response(null, { status: 401 });
    const same = createAuthFetch({ accessToken: async () => "token-1" }, { fetch: send });
    expect((await same(url)).status).toBe(401);
    expect(sent).toEqual([]);
  });

  test.each([400, 403, 500])("status %d", async (status) => {
    const { tokens, asked } = api();
    const authFetch = createAuthFetch(tokens, { fetch: async () => new Response(null, { status }) });
    expect((await authFetch(url)).status).toBe(status);
    expect(asked).toEqual([undefined]);
  });
});

test("the caller's own Authorization header does not win over the token", async () => {
  const { authFetch, sent } = api([]);
  await authFetch(url, { headers: { Authorization: "Bearer stolen" } });
  expect(sent).toMatchObject([{ authorization: "Bearer token-1" }]);
});

test("what the tokens throw is what it throws, and nothing was sent", async () => {
  const { sent } = api();
  const reason = new Error("nobody is signed in");
  const authFetch = createAuthFetch({ accessToken: () => Promise.reject(reason) });
  await expect(authFetch(url)).rejects.toBe(reason);
  expect(sent).toEqual([]);
});

test("an aborted request is not repeated", async () => {
  const controller = new AbortController();
  const { tokens } = api();
  let sends = 0;
  const authFetch = createAuthFetch(tokens, {
    fetch: async (input, init) => {
      sends += 1;
      new Request(input, init).signal.throwIfAborted();
      controller.abort(new Error("enough"));
      return new Response(null, { status: 401 });
    },
  });
  await expect(authFetch(url, { signal: controller.signal })).rejects.toThrow("enough");
  expect(sends).toBe(2);
});
