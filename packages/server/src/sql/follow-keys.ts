/**
 * A page of rows that the keys of another table lead to: first the keys, then the rows by their keys. As a join, PostgreSQL may walk through
 * the larger table in the order of the page instead, and that takes the longer the larger it is.
 */
import type { PageRequest } from "../core/page.ts";

/** `rowsOf` answers in the order of the keys. A key without a row is passed over, so that only the last page is a short one. */
export async function followKeys<Row>(
  { limit, after }: PageRequest,
  keysOf: (page: PageRequest) => Promise<readonly string[]>,
  rowsOf: (keys: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  let last = after;
  for (;;) {
    const wanted = limit - found.length;
    const keys = await keysOf({ limit: wanted, after: last });
    if (keys.length > 0) found.push(...(await rowsOf(keys)));
    if (keys.length < wanted || found.length === limit) return found;
    last = keys.at(-1);
  }
}
