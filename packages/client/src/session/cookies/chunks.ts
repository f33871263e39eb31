/**
 * A value that may be larger than one cookie, cut into pieces: `name.0`, `name.1` … The first piece begins with their number, so
 * that a missing one is noticed (CK-04).
 */
import { explainedError } from "../../errors/explained-error.ts";
import { type CookieRules, deleteCookie, fullName, largestCookie, setCookie } from "./cookie.ts";

/** More would not fit beside other headers into the 16 kB that servers take. */
const mostChunks = 3;

/** For the number and the dot. */
const countLength = 2;

/** The lines that set it, and that delete what an earlier, longer value left. Throws `storage_unavailable` where it is too large. */
export function setChunks(
  rules: CookieRules,
  value: string,
  maxAgeSeconds: number,
  earlier: ReadonlyMap<string, string>,
): string[] {
  const room = largestCookie - fullName(rules, `${rules.name}.0`).length - 1 - countLength;
  const count = Math.ceil(value.length / room);
  if (count > mostChunks) {
    throw explainedError(
      "storage_unavailable",
      `the refresh token is too large for ${mostChunks} cookies; use a store`,
    );
  }
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const piece = value.slice(index * room, (index + 1) * room);
    const text = index === 0 ? `${count}.${piece}` : piece;
    lines.push(setCookie(rules, `${rules.name}.${index}`, text, maxAgeSeconds));
  }
  return [...lines, ...deleteChunks(rules, earlier, count)];
}

/** Undefined when there is none, or not all of it. */
export function readChunks(rules: CookieRules, cookies: ReadonlyMap<string, string>): string | undefined {
  const first = cookies.get(`${rules.name}.0`);
  const [, digit, start] = /^([1-9])\.(.*)$/.exec(first ?? "") ?? [];
  if (digit === undefined || start === undefined) return undefined;
  let value = start;
  for (let index = 1; index < Number(digit); index += 1) {
    const piece = cookies.get(`${rules.name}.${index}`);
    if (piece === undefined) return undefined;
    value += piece;
  }
  return value;
}

/** The lines that delete every piece a request has brought, from `first` on. */
export function deleteChunks(rules: CookieRules, cookies: ReadonlyMap<string, string>, first = 0): string[] {
  const lines: string[] = [];
  for (let index = first; index <= 9; index += 1) {
    const name = `${rules.name}.${index}`;
    if (cookies.has(name)) lines.push(deleteCookie(rules, name));
  }
  return lines;
}
