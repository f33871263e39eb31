/** A wire to PostgreSQL that can be cut: connections end, and new ones are refused, as when its machine is gone. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export interface Wire {
  /** The database, over the wire. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function layWire(stack: AsyncDisposableStack, databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const listen = async (at: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        // The other side's end is this one's.
        socket.on("close", () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    }).listen(at, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await listen(0);
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  stack.defer(cut);
  const url = new URL(databaseUrl);
  url.port = `${port}`;
  return {
    url: url.href,
    cut,
    async mend() {
      server = await listen(port);
    },
  };
}
