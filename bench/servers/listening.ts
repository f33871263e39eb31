import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { RunningServer } from "./adapter.ts";

const GIVE_UP_MS = 15_000;

/** Waits until the server accepts connections. */
export async function untilListening({ url, spawnedAt, ...server }: RunningServer): Promise<void> {
  while (!(await accepts(new URL(url)))) {
    if (server.hasExited()) throw new Error(`the server ended with ${await server.exited}`);
    if (performance.now() - spawnedAt > GIVE_UP_MS)
      throw new Error(`not listening after ${GIVE_UP_MS / 1000} s`);
    await wait(20);
  }
}

/** A port of 127.0.0.1 that nobody uses now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port was found");
  return address.port;
}

async function accepts({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
