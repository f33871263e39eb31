/** A wire between Poolhouse and PostgreSQL that a test can listen to and cut. */
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { PostgresServer } from "../../src/config/postgres-server.ts";
import { listenLocally } from "../support/listening.ts";

export interface Wire {
  /** The same database, over the wire. */
  readonly server: PostgresServer;
  /** Everything Poolhouse has said. */
  said(): string;
  /** Cuts the connection that says this, once, before it reaches the database. */
  cutAt(words: string): void;
}

export async function openWire(server: PostgresServer): Promise<Wire> {
  const [target] = server.hosts;
  const sockets = new Set<Socket>();
  let said = "";
  let cut: string | undefined;
  const wire = createServer((near) => {
    const far = connect(target?.port ?? 0, target?.host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // The other side's end is this one's.
      socket.on("error", () => undefined).on("close", () => [near, far].map((each) => each.destroy()));
    }
    far.pipe(near);
    near.on("data", (data) => {
      const text = data.toString("latin1");
      said += text;
      if (cut !== undefined && text.includes(cut)) {
        cut = undefined;
        near.destroy();
      } else far.write(data);
    });
  });
  const { port, close } = await listenLocally(wire);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return close();
  });
  return {
    server: { ...server, hosts: [{ host: "127.0.0.1", port }] },
    said: () => said,
    cutAt(words) {
      cut = words;
    },
  };
}
