/** Connections that keep a server waiting, as slowhttptest makes them: each sends a little from time to time, and never all of it. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What is never finished: nothing is sent at all, the headers, or the body. */
export type Slowness = "silent" | "headers" | "body";

export interface Ending {
  /** What the server said before it hung up. */
  readonly answer: string;
  /** From the connection to its end. */
  readonly heldMs: number;
}

export interface SlowConnections {
  /** How many the server still keeps. */
  open(): number;
  /** Resolves when the server has cut all of them. */
  untilCut(): Promise<readonly Ending[]>;
  end(): void;
}

/** Each sends its next bit when it is its turn, and never all at once: what is measured must not wait for these. */
const tickMs = 50;
/** So many at once: the queue of a listening socket is short. */
const batch = 100;

const beginnings: Readonly<Record<Slowness, string>> = {
  silent: "",
  headers: "POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\n",
  body: "POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 4096\r\n\r\n",
};

const bits: Readonly<Record<Slowness, string>> = { silent: "", headers: "x-a: b\r\n", body: "a" };

/** Resolves when all are connected. `sources` are addresses of this machine to come from, in turn. */
export async function holdSlowly(
  url: string,
  slowness: Slowness,
  count: number,
  { sources = ["127.0.0.1"], nextBitMs = 500 }: { sources?: readonly string[]; nextBitMs?: number } = {},
): Promise<SlowConnections> {
  const sockets = new Set<Socket>();
  const endings: Promise<Ending>[] = [];
  for (let begun = 0; begun < count; begun += batch) {
    const size = Math.min(batch, count - begun);
    const opened = await Promise.all(
      Array.from({ length: size }, (_, index) => open(url, sources[(begun + index) % sources.length])),
    );
    for (const socket of opened) {
      sockets.add(socket);
      endings.push(endingOf(socket, beginnings[slowness]).finally(() => sockets.delete(socket)));
    }
  }
  const turns = Math.ceil(nextBitMs / tickMs);
  let turn = 0;
  const trickle = setInterval(() => {
    turn = (turn + 1) % turns;
    let index = 0;
    for (const socket of sockets) {
      if (index++ % turns === turn && socket.writable) socket.write(bits[slowness]);
    }
  }, tickMs);
  const end = (): void => {
    clearInterval(trickle);
    for (const socket of sockets) socket.destroy();
  };
  return { open: () => sockets.size, untilCut: () => Promise.all(endings).finally(end), end };
}

async function open(url: string, localAddress: string | undefined): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), ...(localAddress && { localAddress }) });
  await once(socket, "connect");
  return socket;
}

async function endingOf(socket: Socket, beginning: string): Promise<Ending> {
  const begun = performance.now();
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  // A reset is an end like another.
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  if (beginning !== "") socket.write(beginning);
  await closed;
  return { answer, heldMs: performance.now() - begun };
}
