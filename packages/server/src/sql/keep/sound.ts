/** Whether a SQLite file is whole. */
import type { DatabaseSync } from "node:sqlite";

export class DatabaseDamaged extends Error {
  constructor(found: string, options?: ErrorOptions) {
    super(`The database is damaged: ${found}`, options);
    this.name = "DatabaseDamaged";
  }
}

/** Every page and every index. Throws `DatabaseDamaged`. */
export function requireSound(db: DatabaseSync): void {
  const found = firstDamage(db, "integrity_check");
  if (found !== undefined) throw new DatabaseDamaged(found);
}

/** Undefined where there is none. A quick check leaves out whether indexes and tables agree. */
export function firstDamage(db: DatabaseSync, check: "integrity_check" | "quick_check"): string | undefined {
  const [first] = db.prepare(`pragma ${check}(1)`).all();
  const said = String(Object.values(first ?? {})[0]);
  return said === "ok" ? undefined : said.replaceAll(/\s+/g, " ");
}
