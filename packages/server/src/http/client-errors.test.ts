import { Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createClientErrors } from "./client-errors.ts";

function connection() {
  const written: string[] = [];
  const socket = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { socket, written };
}

const failure = (code: string) => Object.assign(new Error(code), { code });

test("HT-03: those who are late at the same time are told so and cut a few at a time, and no request of theirs is begun", async () => {
  const errors = createClientErrors();
  const all = Array.from({ length: 40 }, connection);
  for (const { socket } of all) errors.take(failure("ERR_HTTP_REQUEST_TIMEOUT"), socket);
  const cut = () => all.filter(({ socket }) => socket.destroyed).length;
  const late = () => all.filter(({ socket }) => errors.isLate(socket)).length;
  const seen: number[][] = [[cut(), late()]];
  while (cut() < all.length) {
    await setImmediate();
    seen.push([cut(), late()]);
  }
  expect(seen).toEqual([
    [0, 40],
    [16, 24],
    [32, 8],
    [40, 0],
  ]);
  for (const { written } of all) expect(written.join("")).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
});

test.each([
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
  ["HPE_INVALID_METHOD", "400 Bad Request"],
])("whoever sends what cannot be read is told at once: %s", (code, status) => {
  const { socket, written } = connection();
  createClientErrors().take(failure(code), socket);
  expect(socket.destroyed).toBe(true);
  const text = `${status.slice(4)}\n`;
  expect(written.join("")).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\\r\\n`));
  expect(written.join("")).toMatch(new RegExp(`Content-Length: ${text.length}\\r\\n\\r\\n${text}$`));
});

test("whoever is gone is told nothing", () => {
  const { socket, written } = connection();
  socket.destroy();
  createClientErrors().take(failure("ECONNRESET"), socket);
  expect(written).toEqual([]);
});
