/** HT-03: connections that are slow on purpose, or too many, and what everybody else notices of them: nothing. */
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { holdSlowly, type Slowness } from "./slow/hold-slowly.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";

describe("HT-03: slow ones are cut, and nobody else waits for them", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(["--headers-timeout", "2", "--request-timeout", "2"]);
  });
  afterAll(() => server.close());

  test.each<[Slowness, number]>([
    ["silent", 100],
    ["headers", 100],
    ["body", 100],
  ])("%s: %i connections", async (slowness, count) => {
    const UserPoolId = await createPool(server);
    const slow = await holdSlowly(server.url, slowness, count);
    onTestFinished(() => slow.end());
    expect(slow.open()).toBe(count);
    const paths = ["/health/ready", `/${UserPoolId}/.well-known/jwks.json`, "/login"];
    for (const path of paths) expect((await fetch(server.url + path)).status).toBeLessThan(500);
    const endings = await slow.untilCut();
    expect(endings).toHaveLength(count);
    // Whoever has said nothing is told nothing in some cases; whoever has begun is told that it took too long.
    if (slowness !== "silent") {
      for (const ending of endings) expect(ending.answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    }
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});

describe("HT-03: whoever does not read", () => {
  test("is cut when nothing has moved for a while", async () => {
    const server = await testServer(["--idle-timeout", "1"]);
    const socket = await open(server);
    const page = await (await fetch(`${server.url}/inspect`)).text();
    const [script] = /\/_assets\/[^"]+\.js/.exec(page) ?? [];
    // Far more than the buffers between here and there hold.
    const request = `GET ${script} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
    socket.pause();
    socket.on("error", () => undefined);
    socket.write(request.repeat(1000));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect(socket.destroyed).toBe(false);
    // A socket that does not read learns of its end from what it sends.
    const poke = setInterval(() => socket.write(request), 100);
    onTestFinished(() => clearInterval(poke));
    await closed;
  });
});

describe("HT-03: connections that are kept", () => {
  test("are no more than a process may have", async () => {
    const server = await testServer(["--max-connections", "5"]);
    const kept = await Promise.all(times(5, () => open(server)));
    expect(await isAnswered(kept[0])).toBe(true);
    expect(await isAnswered(await open(server))).toBe(false);
    kept[1]?.destroy();
    await expect.poll(async () => isAnswered(await open(server))).toBe(true);
  });

  // Other systems have no further loopback addresses to come from.
  if (process.platform === "linux") {
    test("HT-03: are no more than one network address may have, and the next address has as many", async () => {
      const server = await testServer(["--connections-per-source", "3"]);
      const kept = await Promise.all(times(3, () => open(server, "127.0.0.2")));
      expect(await isAnswered(kept[0])).toBe(true);
      expect(await isAnswered(await open(server, "127.0.0.2"))).toBe(false);
      expect(await isAnswered(await open(server, "127.0.0.3"))).toBe(true);
      kept[1]?.destroy();
      await expect.poll(async () => isAnswered(await open(server, "127.0.0.2"))).toBe(true);
    });

    test("HT-03: that they are too many is told to the log, once for all of them", async () => {
      const warnings: Readonly<Record<string, unknown>>[] = [];
      const ignore = () => undefined;
      const warn = (detail: Readonly<Record<string, unknown>>) => void warnings.push(detail);
      const limits = ["--connections-per-source", "1", "--max-connections", "3"];
      const server = await startTestServer(limits, {}, { info: ignore, warn, error: ignore });
      onTestFinished(() => server.close());
      const attempts: boolean[] = [];
      for (const address of ["127.0.0.2", "127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]) {
        attempts.push(await isAnswered(await open(server, address)));
      }
      expect(attempts).toEqual([true, false, false, true, true, false]);
      expect(warnings.filter(({ cut }) => cut !== undefined)).toEqual([
        { setting: "POOLHOUSE_CONNECTIONS_PER_SOURCE", cut: 1, source: "127.0.0.2" },
        { setting: "POOLHOUSE_MAX_CONNECTIONS", cut: 1, source: "127.0.0.5" },
      ]);
    });

    test("HT-01: trusted proxies and the machine itself may have more", async () => {
      const server = await testServer(["--connections-per-source", "1", "--trusted-proxies", "127.0.0.2"]);
      const proxies = await Promise.all(times(5, () => open(server, "127.0.0.2")));
      const own = await Promise.all(times(5, () => open(server, "127.0.0.1")));
      const answers = await Promise.all([...proxies, ...own].map(isAnswered));
      expect(answers).toEqual(Array(10).fill(true));
    });
  }
});

async function open({ url }: TestServer, localAddress = "127.0.0.1"): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), localAddress });
  onTestFinished(() => void socket.destroy());
  // Being cut is what these stories are about.
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  return socket;
}

/** A request on it gets an answer; false when it was cut instead. */
async function isAnswered(socket: Socket | undefined): Promise<boolean> {
  if (socket === undefined || socket.destroyed) return false;
  return new Promise((resolve) => {
    socket.once("data", (data) => resolve(String(data).startsWith("HTTP/1.1 200")));
    socket.once("close", () => resolve(false));
    socket.write("GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n");
  });
}
