/** What the store needs of a pool of connections: `Pool` of `pg` has it, and others that speak alike. */
export interface PostgresPool {
  query(text: string, values: unknown[]): Promise<PostgresAnswer>;
}

export interface PostgresAnswer {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

export interface PostgresStoreOptions {
  /**
   * Letters, digits and underscores, with a schema before it or none. Default: `poolhouse_sessions`; leases are in
   * `<table>_leases`.
   */
  readonly table?: string | undefined;
}
