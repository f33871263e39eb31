/** The same middleware without a framework, where Node's own messages are odd. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { listenLocally } from "../../server/test/support/listening.ts";
import { requireSession, sessionMiddleware, sessionOf } from "../src/adapters/express/index.ts";
import { raw } from "./support/adapter-stories.ts";
import { ports } from "./support/ports.ts";

const { sessions } = ports();
const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<number> {
  const { port, close } = await listenLocally(createServer(listener));
  closers.push(close);
  return port;
}

const app: RequestListener = (request, response) => {
  sessionMiddleware(sessions)(request, response, () => {
    response.writeHead(404).end('"not the session\'s"');
  });
};

test("HT-01: a Host that no request should have becomes no address", async () => {
  const port = await serve(app);
  for (const host of ["evil.example", "localhost@evil.example", "[", "a b", ""]) {
    const { json } = await raw(port, "GET", "/auth/echo", [["Host", host]]);
    expect(json.url).toBe("http://host.invalid/auth/echo");
  }
});

test("HT-01: nor does a target that names an origin, or looks as if", async () => {
  const port = await serve(app);
  const { json } = await raw(port, "GET", "http://evil.example/auth/echo?a=1", [["Host", "evil.example"]]);
  expect(json).toMatchObject({ url: "http://host.invalid/auth/echo?a=1" });
  for (const path of ["//evil.example/auth/echo", "*", "/%2fevil.example/auth/echo"]) {
    expect(await raw(port, "OPTIONS", path, [["Host", "localhost"]])).toMatchObject({ status: 404 });
  }
});

test("methods that a Request cannot have are nobody's", async () => {
  const port = await serve(app);
  expect((await raw(port, "TRACE", "/auth/echo", [["Host", "localhost"]])).status).toBe(404);
  const guarded = await serve((request, response) => {
    requireSession(sessions)(request, response, () => response.end("let in"));
  });
  expect((await raw(guarded, "TRACE", "/me", [["Host", "localhost"]])).status).toBe(401);
});

test("a client that goes away in the middle of its body fails the reading, not the server", async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const reading = async (request: Request) => {
    await request.text().catch(resolve);
    return new Response("late");
  };
  const port = await serve((request, response) => {
    sessionMiddleware({ ...sessions, handle: reading })(request, response, resolve);
  });
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly a part");
  // The server has seen it when it has answered another one.
  await raw(port, "HEAD", "/x", [["Host", "localhost"]]);
  socket.destroy();
  expect(await promise).toMatchObject({ name: "AbortError" });
});

test("an endless answer to somebody who left before it began is cancelled", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const handle = async ({ signal }: Request) => {
    await once(signal, "abort");
    return new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1_024)),
        cancel: () => resolve("cancelled"),
      }),
    );
  };
  const arrived = Promise.withResolvers<void>();
  const port = await serve((request, response) => {
    arrived.resolve();
    sessionMiddleware({ ...sessions, handle })(request, response, () => {});
  });
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
  await arrived.promise;
  socket.destroy();
  expect(await promise).toBe("cancelled");
});

describe("cookies of a session are added to", () => {
  const heads: Record<string, RequestListener> = {
    "headers given as an object": (_request, response) => {
      response.writeHead(200, { "Set-Cookie": "theme=dark", "x-a": "1" }).end();
    },
    "headers given as an object, several cookies among them": (_request, response) => {
      response.writeHead(200, "Fine", { "set-cookie": ["theme=dark"] }).end();
    },
    "headers given as a list": (_request, response) => {
      response.writeHead(200, ["set-cookie", "theme=dark"]).end();
    },
    "headers that were set before": (_request, response) => {
      response.setHeader("set-cookie", "theme=dark");
      response.writeHead(200, { "x-a": "1" }).end();
    },
    "a head that is written without being asked for": (_request, response) => {
      response.setHeader("set-cookie", ["theme=dark"]);
      response.write("body");
      response.end();
    },
    "a head that is flushed": (_request, response) => {
      response.setHeader("set-cookie", ["theme=dark"]);
      response.flushHeaders();
      response.end();
    },
  };

  test.each(Object.keys(heads))("%s", async (name) => {
    const port = await serve((request, response) => {
      requireSession(sessions)(request, response, () => {
        const answer = () => heads[name]?.(request, response);
        sessionOf(request).accessToken().then(answer, answer);
      });
    });
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie: "sid=anna" } });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual(["theme=dark", "renewed=1"]);
  });
});

test("HTTP/2: cookies sent one by one are joined, and a body needs no length", async () => {
  const server = createHttp2Server((request, response) => {
    sessionMiddleware(sessions)(request, response, () => response.writeHead(404).end());
  });
  const { port, close } = await listenLocally(server);
  const client = connectHttp2(`http://127.0.0.1:${port}`);
  closers.push(() => client.close(), close);
  const call = client.request({ ":method": "POST", ":path": "/auth/echo", cookie: ["a=1", "b=2"] });
  call.end("the body");
  const [head] = await once(call, "response");
  expect(head[":status"]).toBe(200);
  const seen = JSON.parse(await text(call));
  expect(seen).toMatchObject({ method: "POST", target: "/auth/echo", body: "the body" });
  expect(seen.headers).toMatchObject({ cookie: "a=1; b=2" });
});
