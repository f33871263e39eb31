import type { NodeResponse } from "./messages.ts";

/**
 * Asks for `Set-Cookie` lines at the last moment, when the answer's head is written: a session may be renewed, or ended, while
 * the answer is being made.
 */
export function addCookiesLate(outgoing: NodeResponse, cookies: () => readonly string[]): void {
  // Every way to begin an answer leads through `writeHead`, in `node:http` and `node:http2` alike. Its parameters differ.
  const message = outgoing as { writeHead(...values: unknown[]): unknown };
  const { writeHead } = message;
  message.writeHead = (...values) => {
    message.writeHead = writeHead;
    const lines = cookies();
    return writeHead.apply(outgoing, lines.length === 0 ? values : withCookies(outgoing, values, lines));
  };
}

/** Headers given to `writeHead` replace those that were set before, so the lines go where `Set-Cookie` is. */
function withCookies(
  outgoing: NodeResponse,
  values: readonly unknown[],
  lines: readonly string[],
): unknown[] {
  const given = values.at(-1);
  const before = outgoing.getHeader("set-cookie") ?? [];
  const all = [...[before].flat().map(String), ...lines];
  if (typeof given !== "object" || given === null) {
    outgoing.setHeader("set-cookie", all);
    return [...values];
  }
  const others = values.slice(0, -1);
  if (Array.isArray(given)) return [...others, [...given, ...lines.flatMap((line) => ["set-cookie", line])]];
  const named = Object.entries(given).filter(([name]) => name.toLowerCase() === "set-cookie");
  const rest = Object.entries(given).filter(([name]) => name.toLowerCase() !== "set-cookie");
  const cookies = named.length === 0 ? all : [...named.flatMap(([, value]) => value), ...lines];
  return [...others, { ...Object.fromEntries(rest), "set-cookie": cookies }];
}
