/**
 * Connections without a request that could be answered: what came cannot be read, or did not come in time. Node finds all that are late
 * in one go, and to end one takes some 80 µs, so that thousands at once would keep everybody waiting: they are ended a few at a time,
 * with other requests in between (HT-03).
 */
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export interface ClientErrors {
  take(error: Error & { readonly code?: string }, socket: Duplex): void;
  /** A request that is completed on it now has come too late: it must not be begun, as its answer would be lost. */
  isLate(socket: Duplex): boolean;
}

const fewAtATime = 16;

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

export function createClientErrors(): ClientErrors {
  const late = new Set<Duplex>();

  function endSome(): void {
    for (const socket of [...late.values().take(fewAtATime)]) {
      late.delete(socket);
      end(socket, 408);
    }
    if (late.size > 0) setImmediate(endSome);
  }

  return {
    take({ code = "" }, socket) {
      const status = statuses[code] ?? 400;
      if (status !== 408) return end(socket, status);
      late.add(socket);
      if (late.size === 1) setImmediate(endSome);
    },
    isLate: (socket) => late.has(socket),
  };
}

/** Whoever is gone is told nothing. */
function end(socket: Duplex, status: number): void {
  if (socket.destroyed) return;
  const text = `${STATUS_CODES[status]}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${text.length}`,
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${text}`);
  socket.destroy();
}
