/** Estimates how many subs there are, from the first few in their order: subs are random, so these show how dense all of them are. */

/** Up to so many are counted. More are told with an error of some hundredths, one over the root of this. */
export const fewSubs = 4_096;

/** `next` is the sub that follows the first `found`: a UUID of version 4, which begins with 48 random bits. */
export function estimateOf(found: number, next: string): number {
  const bits = next.replaceAll("-", "").slice(0, 12);
  return Math.max(found + 1, Math.round((found * 2 ** 48) / Number.parseInt(bits, 16)));
}
