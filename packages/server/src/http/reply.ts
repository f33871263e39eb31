/** An answer before it becomes a response: what every door returns and `server.ts` alone writes to the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}
