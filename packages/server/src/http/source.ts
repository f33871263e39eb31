/**
 * Where a request comes from. Every proxy on the way adds the address it was asked from to the end of X-Forwarded-For; so it
 * is read from the end, and only as far as those who wrote it are trusted: what comes before is anybody's word (AC-04).
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
