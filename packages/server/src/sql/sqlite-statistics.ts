/**
 * Statistics for SQLite's planner that are the same in every database (sqlite.org/optoverview.html, "Manual control of query plans using
 * SQLITE_STAT tables"). Without any it takes a pool for ten rows, and reads all of it, from the first to the last, where an index would find
 * the few rows of a person; what ANALYZE counts in a new database is wrong once it has grown.
 */
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Of a house with one large pool. */
const rowsOfTable = 1_000_000;
/** Of a partial index: what waits, among all that there is. */
const rowsWaiting = 1_000;
const rowsOfPool = rowsOfTable / 2;
/** So many rows for one value of these, where everything before them in the index is the same. */
const rowsOfAttribute = rowsOfPool / 5;
const rowsOfAnyOther = 10;

interface Statistic {
  readonly tbl: string;
  readonly idx: string;
  readonly stat: string;
}

/** Changes nothing where they are there already. To be called when the tables are as they should be. */
export async function fixStatistics(transaction: Kysely<Schema>): Promise<void> {
  const wanted = await wantedStatistics(transaction);
  if (JSON.stringify(wanted) === JSON.stringify(await presentStatistics(transaction))) return;
  // Made anew, for that is what other connections notice.
  await sql`drop table if exists sqlite_stat1`.execute(transaction);
  await sql`analyze sqlite_schema`.execute(transaction);
  for (const { tbl, idx, stat } of wanted)
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${tbl}, ${idx}, ${stat})`.execute(
      transaction,
    );
  // This connection reads them now.
  await sql`analyze sqlite_schema`.execute(transaction);
}

async function presentStatistics(db: Kysely<Schema>): Promise<readonly Statistic[]> {
  const { rows: tables } = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db);
  if (tables.length === 0) return [];
  const present = sql<Statistic>`select tbl, idx, stat from sqlite_stat1 order by tbl, idx`;
  return (await present.execute(db)).rows;
}

interface IndexColumn {
  readonly tbl: string;
  readonly idx: string;
  readonly name: string;
  readonly isUnique: number;
  readonly isPartial: number;
}

async function wantedStatistics(db: Kysely<Schema>): Promise<readonly Statistic[]> {
  // The primary key of a table without row ids goes by the table's name.
  const columns = sql<IndexColumn>`
    select tables.name as tbl, iif(tables.wr and indexes.origin = 'pk', tables.name, indexes.name) as idx,
      columns.name, indexes."unique" as "isUnique", indexes.partial as "isPartial"
    from pragma_table_list as tables, pragma_index_list(tables.name) as indexes, pragma_index_info(indexes.name) as columns
    where tables.schema = 'main' and tables.type = 'table' and tables.name not like 'sqlite\\_%' escape '\\'
    order by tbl, idx, columns.seqno`;
  const indexes = Map.groupBy((await columns.execute(db)).rows, ({ tbl, idx }) => JSON.stringify([tbl, idx]));
  return [...indexes.values()].flatMap((index) => {
    const [first] = index;
    return first === undefined ? [] : [{ tbl: first.tbl, idx: first.idx, stat: statOf(index, first) }];
  });
}

/** How many rows there are, and how many have the same values in the first column, in the first two, and so on. */
function statOf(columns: readonly IndexColumn[], { isUnique, isPartial }: IndexColumn): string {
  const all = isPartial ? rowsWaiting : rowsOfTable;
  const same = columns.map(({ name }, index) => {
    if (isUnique && index === columns.length - 1) return 1;
    if (name === "pool_id") return rowsOfPool;
    return name === "attribute" ? rowsOfAttribute : rowsOfAnyOther;
  });
  return [all, ...same].join(" ");
}
