/**
 * A query that is built and compiled once, and then only bound: building one costs several times what running it does
 * (measured: 12 µs against 5 µs). For look-ups on the way of every token; all others stay plain Kysely.
 */
import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { Schema } from "./schema.ts";

type Value = string | number | null;

/** `build` sees stand-ins instead of values and must use each as a parameter and nothing else. */
export function prepared<Arguments extends readonly Value[], Row>(
  build: (
    db: Kysely<Schema>,
    ...stand: { readonly [Index in keyof Arguments]: Arguments[Index] }
  ) => Compilable<Row>,
): (db: Kysely<Schema>, ...values: Arguments) => Promise<readonly Row[]> {
  // One per dialect: the adapter is an object of the dialect, and transactions share it.
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, ...values) => {
    const executor = db.getExecutor();
    let query = compiled.get(executor.adapter);
    if (query === undefined) {
      // Texts stand in for numbers too: nothing looks at them but `bind`.
      const stand = values.map((_, index) => standIn + index) as unknown as Arguments;
      query = build(db, ...stand).compile();
      compiled.set(executor.adapter, query);
    }
    const bound = { ...query, parameters: query.parameters.map((parameter) => bind(parameter, values)) };
    return (await executor.executeQuery<Row>(bound)).rows;
  };
}

const standIn = "\u0000argument ";

function bind(parameter: unknown, values: readonly Value[]): unknown {
  if (typeof parameter !== "string" || !parameter.startsWith(standIn)) return parameter;
  return values[Number(parameter.slice(standIn.length))];
}
