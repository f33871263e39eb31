/** Rows in aligned columns. The last column is as wide as it is. */
export function columns(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      if (cell.length <= widest) widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) => indent + line(row, widths)).join("\n");
}

/** A longer cell moves its own row out of line instead of every row. */
const widest = 48;

function line(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
    .join("  ")
    .trimEnd();
}
