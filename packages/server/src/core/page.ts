/** Lists are read in pages; `after` is the key of the last row of the previous page. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Every row of a list, read page by page. `keyOf` gives what `after` of the next page is. */
export async function* everyRow<Row>(
  list: (page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  limit = 100,
): AsyncGenerator<Row> {
  for (let after: string | undefined; ; ) {
    const rows = await list({ limit, after });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    after = keyOf(last);
  }
}
