/** How many subs there are, told from the first of them in their order: they are random, so these show how close together all are. */

/** Up to so many are counted. More are told with an error of some hundredths, one over the root of this. */
export const fewSubs = 4_096;

/** `next` is the sub that follows the first `found`: a UUID of version 4, which begins with 48 random bits. */
export function estimateOf(found: number, next: string): number {
  const bits = next.replaceAll("-", "").slice(0, 12);
  return Math.max(found + 1, Math.round((found * 2 ** 48) / Number.parseInt(bits, 16)));
}
