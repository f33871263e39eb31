/**
 * Waits for several statements that were sent at once, and throws the failure of the first one in the list that failed.
 * So statements that do not need each other's answers take one round trip, and refusals keep their order. For use
 * inside a transaction, where a refusal undoes the rest.
 */
export async function inOrder<Asked extends readonly unknown[]>(
  ...asked: Asked
): Promise<{ -readonly [Index in keyof Asked]: Awaited<Asked[Index]> }> {
  const settled = await Promise.allSettled(asked);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  // Nothing was rejected, so these are the values in the order of `asked`.
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never;
}
