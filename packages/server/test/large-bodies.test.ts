/** HT-02: what somebody sends slowly and never ends must not fill the memory. */
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startTestServer, type TestServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(["--trusted-proxies", "127.0.0.1,::1"]);
});
afterAll(() => server.close());

const mebibyte = 1024 * 1024;

/** A request whose body has begun; `end` sends what it still owes. */
function begin(source: string, framing: string, beginning: string | Buffer) {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  const head = ["POST / HTTP/1.1", "Host: localhost", `X-Forwarded-For: ${source}`, framing];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.write(beginning);
  return socket;
}

const large = (source: string) => begin(source, `Content-Length: ${mebibyte}`, "{");

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => socket.once("data", (data) => resolve(String(data))));
}

/** That the server has read what was sent before. */
async function settle(): Promise<void> {
  for (const _ of times(5, () => 0)) await (await fetch(`${server.url}/health/live`)).text();
}

test("HT-02: one address has room for so many large bodies, and for small ones and everybody else all the same", async () => {
  const held = times(32, () => large("192.0.2.1"));
  await settle();
  const refused = await answerOf(large("192.0.2.1"));
  expect(refused).toMatch(/^HTTP\/1\.1 400 /);
  expect(refused).toContain("TooManyRequestsException");
  expect(refused).toMatch(/^retry-after: 1\r$/im);
  expect(await answerOf(begin("192.0.2.1", "Content-Length: 2", "{}"))).toContain(
    "UnknownOperationException",
  );
  const other = large("198.51.100.1");
  other.write(" ".repeat(mebibyte - 2));
  expect(other.write("}")).toBeDefined();
  expect(await answerOf(other)).toContain("UnknownOperationException");
  // Whoever goes away leaves room.
  held[0]?.destroy();
  await expect
    .poll(async () => {
      const socket = large("192.0.2.1");
      socket.end(`${" ".repeat(mebibyte - 2)}}`);
      return answerOf(socket);
    })
    .toContain("UnknownOperationException");
});

test("HT-02: a body that does not say how large it is counts once it is large", async () => {
  const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`;
  const chunked = (bytes: number) => begin("192.0.2.2", "Transfer-Encoding: chunked", chunk(bytes));
  const small = times(40, () => chunked(1000));
  const held = times(32, () => chunked(100_000));
  await settle();
  expect(await answerOf(chunked(100_000))).toContain("TooManyRequestsException");
  for (const socket of [...small, ...held]) {
    socket.write("2\r\n{}\r\n0\r\n\r\n");
    expect(await answerOf(socket)).toContain("UnknownOperationException");
  }
});
