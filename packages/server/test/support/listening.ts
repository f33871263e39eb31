/** A server of a test's own, on any free port of the loopback address. */
import type { Server } from "node:net";

export interface Listening {
  readonly port: number;
  /** A server of HTTP/1.1 cuts whoever is connected still, any other waits for them. */
  close(): Promise<void>;
}

export async function listenLocally(server: Server & { closeAllConnections?(): void }): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return {
    port: address.port,
    async close() {
      server.closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
