/**
 * A sign-in that has begun in this browser (BF-07): sealed in a cookie of its own, named by the hash of its `state`, so that
 * several tabs can sign in at once and a page of another browser can finish none of them.
 */
import type { SignInTransaction } from "../../provider/sign-in.ts";
import { type CookieRules, deleteCookie, readCookies, setCookie } from "../cookies/cookie.ts";
import { sha256 } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";

export interface BegunSignIn extends SignInTransaction {
  readonly returnTo: string;
  readonly expiresAt: number;
  /** `prompt=none`: nobody is shown a page, so nobody is shown an error either. */
  readonly isSilent: boolean;
  /** The session that this one takes the place of. */
  readonly earlier?: string | undefined;
}

type TransactionSettings = Pick<Settings, "cookies" | "now" | "sealer">;

export const transactionSeconds = 600;

/** Unfinished ones that a browser may keep; each costs a cookie of half a kilobyte, and more for a page with a long address. */
const mostUnfinished = 5;

/** What they may take together: more would not fit beside a session's cookies into the 16 kB that servers take. */
const mostBytes = 8_000;

/** The `Set-Cookie` lines. */
export async function keepTransaction(
  { cookies, sealer }: TransactionSettings,
  request: Request,
  begun: BegunSignIn,
): Promise<string[]> {
  const name = await nameOf(cookies, begun.state);
  const value = await sealer.seal("sign-in", name, JSON.stringify(begun));
  const lines = [setCookie(rulesOf(cookies), name, value, transactionSeconds)];
  // Browsers send older cookies first (RFC 6265 §5.4), and the newest stay.
  const unfinished = [...readCookies(cookies, request.headers)]
    .filter(([each]) => each.startsWith(prefixOf(cookies)))
    .reverse();
  let bytes = value.length;
  for (const [index, [each, kept]] of unfinished.entries()) {
    bytes += kept.length;
    if (index + 1 >= mostUnfinished || bytes > mostBytes) lines.push(deleteCookie(rulesOf(cookies), each));
  }
  return lines;
}

/** What belongs to a callback's `state`, and the lines that use it up in this browser. */
export async function takeTransaction(
  { cookies, now, sealer }: TransactionSettings,
  request: Request,
  state: string,
): Promise<{ readonly begun: BegunSignIn; readonly lines: readonly string[] } | undefined> {
  const name = await nameOf(cookies, state);
  const value = readCookies(cookies, request.headers).get(name);
  const text = value === undefined ? undefined : await sealer.open("sign-in", name, value);
  if (text === undefined) return undefined;
  const begun: BegunSignIn = JSON.parse(text);
  if (begun.expiresAt <= now()) return undefined;
  return { begun, lines: [deleteCookie(rulesOf(cookies), name)] };
}

/** The browser comes back from another site, so a strict cookie would stay behind. */
function rulesOf(rules: CookieRules): CookieRules {
  return rules.sameSite === "strict" ? { ...rules, sameSite: "lax" } : rules;
}

async function nameOf(rules: CookieRules, state: string): Promise<string> {
  return prefixOf(rules) + (await sha256(state)).slice(0, 22);
}

function prefixOf({ name }: CookieRules): string {
  return `${name}-sign-in-`;
}
