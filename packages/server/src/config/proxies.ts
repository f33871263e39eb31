/** A list of addresses and CIDR ranges as something that addresses can be looked up in. */
import { BlockList, isIP } from "node:net";
import { z } from "zod";

export function parseProxies(text: string, context: z.RefinementCtx): BlockList {
  const proxies = new BlockList();
  for (const entry of text.split(",").map((each) => each.trim())) {
    if (entry !== "" && !add(proxies, entry)) {
      const message = `It must be IP addresses and CIDR ranges, separated by commas; ${JSON.stringify(entry)} is neither.`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
  }
  return proxies;
}

function add(proxies: BlockList, entry: string): boolean {
  const [address = "", prefix, ...rest] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  if (prefix === undefined) proxies.addAddress(address, family);
  else if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) return false;
  else proxies.addSubnet(address, Number(prefix), family);
  return true;
}
