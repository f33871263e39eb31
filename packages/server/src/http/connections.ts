/** How many connections a process keeps, in all and from one network address (HT-03). Further ones are closed without an answer. */
import type { BlockList, Server, Socket } from "node:net";
import type { Log } from "../core/ports.ts";
import { onceAMinute } from "../core/rates/once-a-minute.ts";
import { canonicalAddress, isThisMachine, sourceKey } from "../core/sign-in/network-address.ts";
import { isAmong } from "./source.ts";

export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly connectionsPerSource: number;
}

/** Connections of trusted proxies carry everybody's requests, and those from the machine itself a proxy's that nobody has named. */
export function limitConnections(
  server: Server,
  { maxConnections, connectionsPerSource }: ConnectionLimits,
  trustedProxies: BlockList,
  log: Pick<Log, "warn">,
): void {
  // Whoever forgot to name a proxy sees its address here: the proxy itself only sees that nobody answers.
  const onCut = onceAMinute<"POOLHOUSE_MAX_CONNECTIONS" | "POOLHOUSE_CONNECTIONS_PER_SOURCE">(
    () => performance.now(),
    (setting, cut, source) => log.warn({ setting, cut, source }, "connections were cut: too many at once"),
  );
  server.maxConnections = maxConnections;
  server.on("drop", (peer) => onCut("POOLHOUSE_MAX_CONNECTIONS", peer?.remoteAddress ?? ""));
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = canonicalAddress(socket.remoteAddress ?? "");
    if (address === undefined || isThisMachine(address) || isAmong(trustedProxies, address)) return;
    const source = sourceKey(address);
    const before = open.get(source) ?? 0;
    if (before >= connectionsPerSource) {
      socket.resetAndDestroy();
      onCut("POOLHOUSE_CONNECTIONS_PER_SOURCE", source);
      return;
    }
    open.set(source, before + 1);
    socket.once("close", () => {
      const now = open.get(source) ?? 1;
      if (now === 1) open.delete(source);
      else open.set(source, now - 1);
    });
  });
}
