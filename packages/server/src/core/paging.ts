/**
 * Lists come in pages. The token of the next page is the last key of this one, sealed for this list alone, so that a
 * token that was made up, altered or taken from another list is refused (AP-12).
 */
import type { Fail } from "./failures.ts";
import type { PageRequest } from "./page.ts";
import type { World } from "./ports.ts";
import { texts } from "./texts.ts";

export interface ListRequest {
  /** Everything that makes it this list: operation, pool, filter. */
  readonly list: readonly string[];
  readonly limit: number;
  readonly token: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/** The size that a list's `Limit` or `MaxResults` asks for: none and zero mean the most there can be. */
export function pageSize(limit: number | undefined): number {
  return limit || 60;
}

/** `fetch` is asked for one row more than the page holds: whether there is one says whether there is a next page. */
export async function readPage<Row>(
  world: Pick<World, "sealing">,
  { list, limit, token }: ListRequest,
  fetch: (page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  fail: Fail<"InvalidParameterException">,
): Promise<Page<Row>> {
  const purpose = `page ${JSON.stringify(list)}`;
  const after = token === undefined ? undefined : world.sealing.open(purpose, token);
  if (token !== undefined && after === undefined) {
    throw fail("InvalidParameterException", texts.paginationTokenInvalid);
  }
  const found = await fetch({ limit: limit + 1, after });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return { rows, nextToken: hasMore ? world.sealing.seal(purpose, keyOf(last)) : undefined };
}
