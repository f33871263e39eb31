/** An answer before it becomes a response: what every door returns and `server.ts` alone writes to the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** The same answer with these headers as well. */
export function withHeaders(reply: Reply, headers: Reply["headers"]): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Of a 503 that a database in trouble brings about: soon enough for people, and seldom enough for a database that starts. */
export const tryLaterHeaders = { "retry-after": "5" } as const;
