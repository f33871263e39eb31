/**
 * Which address a request comes from. Every proxy on the way appends the address that it was called from to
 * X-Forwarded-For. So the header is read from the end, and only as far as its writers are trusted: anything before that
 * could be made up (AC-04).
 */
import type { BlockList } from "node:net";
import { canonicalAddress } from "../core/sign-in/network-address.ts";

export function sourceOf(
  peer: string,
  forwarded: string | readonly string[] | undefined,
  trusted: BlockList,
): string {
  let source = canonicalAddress(peer) ?? peer;
  if (forwarded === undefined) return source;
  for (const hop of String(forwarded).split(",").reverse()) {
    if (!isAmong(trusted, source)) break;
    const before = canonicalAddress(withoutPort(hop.trim()));
    if (before === undefined) break;
    source = before;
  }
  return source;
}

export function isAmong(addresses: BlockList, address: string): boolean {
  return addresses.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}
