/** How a PostgreSQL database is reached. Nothing of it but `placeOf` is ever shown. */
export interface PostgresServer {
  /** In the order they are tried: one of them takes writes. */
  readonly hosts: readonly PostgresHost[];
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly tls: PostgresTls;
  /** Connections this process keeps at most: half of them write. */
  readonly poolSize: number;
  /** Behind a pooler that hands out connections per transaction nothing may outlive one: no named statements, no settings. */
  readonly isBehindPooler: boolean;
}

export interface PostgresHost {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
}

export type PostgresTls =
  | { readonly kind: "off" }
  /** Against somebody who listens, not against somebody who answers in the server's place. */
  | { readonly kind: "unverified" }
  | { readonly kind: "verified"; readonly caFile: string | undefined };

/** For people: where, never as whom. */
export function placeOf({ hosts, database }: PostgresServer): string {
  return `PostgreSQL at ${hosts.map(({ host, port }) => `${host}:${port}`).join(", ")}, database ${database}`;
}
