/** Finds statements that reach over pools, which would keep pools from being spread over several databases. */

/** The only ones that may, and what they are for. */
const overAllPools: readonly RegExp[] = [
  /"(access_keys|instance)"/, // the house's own
  /^select \* from "clients" where "client_id" = \S+$/, // a client id names its pool
  /^select \* from "pools"( where .*)? order by "pool_id" limit \S+$/, // the list of pools
  /^select \* from "events" where "request_id" = \S+$/, // `poolhouse explain`
  /^delete from "(\w+)" where \((.*)\) in \(select \2 from "\1" where (expires_at|at|window_start|counted_at) <=? \S+ limit \S+\)$/, // pruning
  /^delete from "messages" where \((.*)\) in \(select \1 from "messages" where created_at < /, // pruning
  /^select \* from "messages" order by /, // the development inbox
  /^select (\*|"due_at") from "messages" where "sent_at" is null and "failed_at" is null /, // the outbox
  /^select \* from "audit_heads"( where .*)? order by "pool_id" limit \S+$/, // the list of chains
  /^select "pool_id" from "audit_(?:records|segments)" where "pool_id" > \S+ order by "pool_id" limit \S+$/, // chains that are there
  /^select (.*), "(?:sealed_\w+|secrets|trigger_targets)" from "\w+" where \(\1\) > \(.*\) and "\w+" is not null order by \1 limit \S+$/, // another master key
  /^select "pool_id" from "audit_waiting" group by "pool_id"$/, // chains with something to link
  /^select "medium", count\(\*\) as "waiting", .* from "messages" where "sent_at" is null and "failed_at" is null /, // the figures of the outbox
  /^update (families|messages) set \w+ = created_at/, // the second migration
  /^select 1 from pg_language /, // the third
  /^delete from "user_index" where "attribute" not in /, // the seventh
];

export function statementsWithoutPool(statements: Iterable<string>): string[] {
  return [...statements].filter(
    (statement) => !namesPool(statement) && !overAllPools.some((allowed) => allowed.test(statement)),
  );
}

function namesPool(statement: string): boolean {
  if (statement.startsWith("insert")) return /^insert into "\w+" \([^)]*"pool_id"/.test(statement);
  const parts = statement.match(/\b(select|update|delete)\b/g)?.length ?? 0;
  const conditions = statement.match(/"pool_id" = (\?|\$\d+)/g)?.length ?? 0;
  return parts > 0 && conditions >= parts;
}

/** Whether more is asked for than a pool, and all of the pool is read to find it: what SQLite's plan of the statement says. */
export function readsWholePool(statement: string, plan: readonly string[]): boolean {
  const asksForMore = /"pool_id" = \S+ and "(?!kind"|trigger_targets")\w+" = /.test(statement); // an app has one branding of each kind, a pool one list of targets
  return asksForMore && plan.some((step) => step.endsWith("(pool_id=?)"));
}

/** What engines that speak PostgreSQL's protocol and spread their data over machines lack, do otherwise, or do at a price. */
const notPortable =
  /\b(?:sequence|nextval|(?:small|big)?serial|generated|auto_?increment|listen|notify|advisory\w*|lock table|nowait|skip locked|temp(?:orary)?|unlogged|inherits|partition by|tablespace|deferrable|exclude using|using (?:gin|gist|brin|hash)|create (?:or replace )?(?:function|procedure|trigger|rule|extension|type|domain)|language|ctid|xmin|rowid|collate|ilike|cursor|savepoint)\b/i;

/** Where there is no plpgsql they are left out, and `poolhouse doctor` says so. SQLite has its own kind. */
const auditGuards = /^create (?:function|trigger) audit_(?:records|segments)_(?:guard|stay|remain)\b/;

/** Said to SQLite alone (`migrations/by-key.ts`). */
const byKey = / without rowid$/;

export function statementsNotPortable(statements: Iterable<string>): string[] {
  return [...statements].filter(
    (statement) => notPortable.test(statement.replace(byKey, "")) && !auditGuards.test(statement),
  );
}
