/**
 * Connections whose request cannot be answered because it is unreadable or late. Node finds all late ones in one go,
 * and ending one takes some 60 µs, so thousands at once would keep everybody waiting: they are ended a few at a time,
 * with other requests in between (HT-03).
 */
import type { Duplex } from "node:stream";

export interface ClientErrors {
  take(error: Error & { readonly code?: string }, socket: Duplex): void;
  /** A request that is completed on it now has come too late: it must not be begun, as its answer would be lost. */
  isLate(socket: Duplex): boolean;
}

const fewAtATime = 16;

const badRequest = "400 Bad Request";
const timeout = "408 Request Timeout";
/** In words of our own: to import node:http for its list would load Node's WebSocket and fetch with it, 3.5 MB. */
const statuses: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: timeout,
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

export function createClientErrors(): ClientErrors {
  const late = new Set<Duplex>();

  function endSome(): void {
    for (const socket of [...late.values().take(fewAtATime)]) {
      late.delete(socket);
      end(socket, timeout);
    }
    if (late.size > 0) setImmediate(endSome);
  }

  return {
    take({ code = "" }, socket) {
      const status = statuses[code] ?? badRequest;
      if (status !== timeout) return end(socket, status);
      late.add(socket);
      if (late.size === 1) setImmediate(endSome);
    },
    isLate: (socket) => late.has(socket),
  };
}

/** Whoever is gone is told nothing. */
function end(socket: Duplex, status: string): void {
  if (socket.destroyed) return;
  const text = `${status.slice(4)}\n`;
  const head = [
    `HTTP/1.1 ${status}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${text.length}`,
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${text}`);
  socket.destroy();
}
