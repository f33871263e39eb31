/** Whether two databases hold the same. */
import { digestTable, type TableDigest } from "./digest.ts";
import type { CopiedTable, Row, Rows } from "./tables.ts";

/** The copy is not what it should be. The file serves on. */
export class CopyDiffers extends Error {
  constructor(table: string, what: string) {
    super(`The copy of the table ${table} differs: ${what}`);
    this.name = "CopyDiffers";
  }
}

/** Throws `CopyDiffers`. */
export async function requireSameTable(
  table: CopiedTable,
  original: Rows,
  copy: Rows,
  onRows: (count: number) => void,
): Promise<void> {
  requireSameDigest(table, await digestTable(original, table), await digestTable(copy, table, onRows));
}

export function requireSameDigest({ name }: CopiedTable, original: TableDigest, copy: TableDigest): void {
  if (original.rows !== copy.rows) {
    throw new CopyDiffers(name, `it has ${copy.rows} rows instead of ${original.rows}.`);
  }
  if (original.sha256 !== copy.sha256) {
    throw new CopyDiffers(name, "its rows are as many, and hold something else.");
  }
}

/** The rows with these keys, those that are gone included. Throws `CopyDiffers`. */
export async function requireSameRows(
  table: CopiedTable,
  keys: readonly Row[],
  original: Rows,
  copy: Rows,
): Promise<void> {
  const texts = async (rows: Rows) =>
    (await rows.find(table, keys))
      .map((row) => JSON.stringify(row))
      .sort()
      .join("\n");
  if ((await texts(original)) !== (await texts(copy))) {
    throw new CopyDiffers(table.name, "the last changes did not arrive.");
  }
}
