/**
 * The cookies of the hosted pages. Over https their names begin with `__Host-`, so that no neighbouring host can set
 * them; on a loopback address without TLS browsers would refuse that, and they go without (CK-01).
 */
import type { PoolId } from "../core/ids.ts";
import type { InstanceSettings } from "../core/ports.ts";
import { flowSeconds } from "../pages/flow.ts";
import { type HttpRequest, header } from "./request.ts";

export interface Cookie {
  readonly name: string;
  /** Never more than the server's own limit (CK-09). */
  readonly maxAgeSeconds: number;
}

/** Who is signed in to a pool in this browser. How long the session lives needs to be known only where it begins. */
export function sessionCookie(poolId: PoolId, maxAgeSeconds = 0): Cookie {
  return { name: `poolhouse-session-${poolId}`, maxAgeSeconds };
}

/** Which browser this is, before anybody has signed in. */
export const browserCookie: Cookie = { name: "poolhouse-browser", maxAgeSeconds: flowSeconds };

/** The language that `lang` asked for last: a year, for there is nothing secret in it. */
export const languageCookie: Cookie = { name: "poolhouse-lang", maxAgeSeconds: 365 * 86_400 };

/** Undefined when there is none, when it is none of ours, and when there are two of the name (CK-06). */
export function readCookie(
  settings: InstanceSettings,
  request: HttpRequest,
  cookie: Cookie,
): string | undefined {
  const value = readNamedCookie(settings, request, cookie);
  return /^[\w-]{43}$/.test(value ?? "") ? value : undefined;
}

/** Whatever it holds; undefined when there is none, and when there are two of the name. */
export function readNamedCookie(
  settings: InstanceSettings,
  request: HttpRequest,
  cookie: Cookie,
): string | undefined {
  const name = `${fullName(settings, cookie)}=`;
  const values = (header(request, "cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
    .map((pair) => pair.slice(name.length));
  return values.length === 1 ? values[0] : undefined;
}

/** Of a form that another site sends, browsers withhold what they send with the redirect that follows: `SameSite=Lax`. */
export function mayLackCookie(settings: InstanceSettings, request: HttpRequest, cookie: Cookie): boolean {
  return request.method === "POST" && readCookie(settings, request, cookie) === undefined;
}

export function setCookie(settings: InstanceSettings, cookie: Cookie, value: string): string {
  const { maxAgeSeconds } = cookie;
  return `${fullName(settings, cookie)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure(settings)}`;
}

export function deleteCookie(settings: InstanceSettings, cookie: Cookie): string {
  return setCookie(settings, { ...cookie, maxAgeSeconds: 0 }, "");
}

export function isHttps({ publicUrl }: InstanceSettings): boolean {
  return publicUrl.startsWith("https:");
}

function fullName(settings: InstanceSettings, { name }: Cookie): string {
  return isHttps(settings) ? `__Host-${name}` : name;
}

function secure(settings: InstanceSettings): string {
  return isHttps(settings) ? "; Secure" : "";
}
