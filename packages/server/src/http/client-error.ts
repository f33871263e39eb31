/**
 * Connections without a request that could be answered: what came cannot be read, or did not come in time. Node finds all that are late
 * in one go, and to end one takes some 80 µs, so that thousands at once would keep everybody waiting: they are ended a few at a time,
 * with other requests in between (HT-03).
 */
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

type ClientErrorHandler = (error: Error & { readonly code?: string }, socket: Duplex) => void;

const fewAtATime = 16;

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

export function createClientErrorHandler(): ClientErrorHandler {
  const late: Duplex[] = [];

  function endSome(): void {
    for (const socket of late.splice(0, fewAtATime)) end(socket, 408);
    if (late.length > 0) setImmediate(endSome);
  }

  return ({ code = "" }, socket) => {
    const status = statuses[code] ?? 400;
    if (status !== 408) return end(socket, status);
    // A request that is completed now has come too late, and must not be begun.
    socket.pause();
    if (late.push(socket) === 1) setImmediate(endSome);
  };
}

/** Whoever is gone is told nothing. */
function end(socket: Duplex, status: number): void {
  if (socket.destroyed) return;
  const text = `${STATUS_CODES[status]}\n`;
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
  }
  socket.destroy();
}
