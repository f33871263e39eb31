/** What a table holds, in one number: the same for the same rows, whichever database they stand in. */
import { createHash } from "node:crypto";
import { type CopiedTable, keyOf, type Row, type Rows } from "./tables.ts";

export interface TableDigest {
  readonly rows: number;
  /** SHA-256 over the rows in the order of their keys. */
  readonly sha256: string;
}

const pageSize = 1000;

export async function digestTable(
  from: Rows,
  table: CopiedTable,
  onRows: (count: number) => void = () => undefined,
): Promise<TableDigest> {
  const digest = startDigest();
  for await (const page of pagesOf(from, table)) {
    digest.add(page);
    onRows(page.length);
  }
  return digest.end();
}

export function startDigest() {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    /** JSON tells 1 from "1" from null, and where a cell ends. */
    add(page: readonly Row[]): void {
      for (const row of page) hash.update(`${JSON.stringify(row)}\n`);
      rows += page.length;
    },
    end: (): TableDigest => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** Keys sort by their bytes in both databases, so both give the same rows in the same order. */
export async function* pagesOf(from: Rows, table: CopiedTable, after?: Row): AsyncGenerator<readonly Row[]> {
  let last = after;
  for (;;) {
    const page = await from.page(table, last, pageSize);
    if (page.length > 0) yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return;
    last = keyOf(table, end);
  }
}
