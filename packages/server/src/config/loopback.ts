/** Whether a host reaches this machine only: `localhost` and names under it (RFC 6761 §6.3), 127.0.0.0/8, `::1`. */
import { isIPv4, isIPv6 } from "node:net";

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (isIPv4(name)) return name.startsWith("127.");
  if (isIPv6(name)) return URL.parse(`http://[${name}]`)?.hostname === "[::1]";
  return name === "localhost" || name.endsWith(".localhost");
}
