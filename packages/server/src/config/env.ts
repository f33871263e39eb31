/** The only file that reads the environment of the process. */

export interface Environment {
  /** Every variable whose name begins with `POOLHOUSE_`, and is not empty. */
  readonly poolhouse: Readonly<Record<string, string>>;
  /** `UV_THREADPOOL_SIZE` as given: how many threads hash, sign and read files. */
  readonly threadPoolSize: string | undefined;
  /** `NO_COLOR` is set (no-color.org). */
  readonly noColor: boolean;
}

export function readEnvironment(): Environment {
  const { UV_THREADPOOL_SIZE, NO_COLOR } = process.env;
  const poolhouse = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith("POOLHOUSE_") && value !== undefined && value !== "" ? [[name, value]] : [],
    ),
  );
  return {
    poolhouse,
    threadPoolSize: UV_THREADPOOL_SIZE,
    noColor: NO_COLOR !== undefined && NO_COLOR !== "",
  };
}
