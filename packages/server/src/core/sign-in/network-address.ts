/** Network addresses in one spelling, and what guesses from them are counted under. */

/** Dotted or shortest form, an IPv4 address inside an IPv6 one taken out; undefined for what is no address. */
export function canonicalAddress(text: string): string | undefined {
  // A link-local peer comes with its interface: fe80::1%eth0.
  const bare = text.replace(/%.*$/, "");
  // The usual two, of every request: they need no parser.
  const plain = bare.startsWith(mappedStart) ? bare.slice(mappedStart.length) : bare;
  if (dotted.test(plain)) return plain;
  if (!/^[\dA-Fa-f:.]*:[\dA-Fa-f:.]*$/.test(bare)) return undefined;
  const address = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1);
  const [, high, low] = mapped.exec(address ?? "") ?? [];
  return high === undefined || low === undefined ? address : dottedOf(high, low);
}

/**
 * One key for whoever shares it: an IPv4 address, or the 64 bits of an IPv6 address that one subscriber has; with more of them a
 * guesser would have as many keys as they like (AC-04).
 */
export function sourceKey(source: string): string {
  const address = canonicalAddress(source);
  if (address === undefined) return source;
  return address.includes(":") ? `${groupsOf(address).slice(0, 4).join(":")}::/64` : address;
}

/** Whoever is on the machine could do worse than ask often: a benchmark, or a proxy that nobody has named. */
export function isThisMachine(address: string): boolean {
  return address === "127.0.0.1" || address === "::1";
}

/** No leading zeros: some read them as octal. */
const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** As Node gives an IPv4 peer of a socket that takes both. */
const mappedStart = "::ffff:";
const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

function dottedOf(high: string, low: string): string {
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join(".");
}

/** All eight: the shortest form leaves out one run of zeros. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const known = [...(before ?? []), ...(after ?? [])];
  if (tail === undefined) return known;
  return [...(before ?? []), ...Array<string>(8 - known.length).fill("0"), ...(after ?? [])];
}
