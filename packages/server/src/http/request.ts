import type { RequestFacts } from "./request-facts.ts";

/** A request as the doors see it: no framework, nothing decoded that the door does not ask for. */
export interface HttpRequest {
  readonly requestId: string;
  readonly method: string;
  /** Raw, without the query. */
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  /** Values of the route's `:names`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Every value sent under each name: what `headers` joins or drops. */
  distinctHeaders(): Readonly<Record<string, string[] | undefined>>;
  readonly body: Uint8Array;
  /** The network address it comes from: the peer's, or behind trusted proxies the one that they name. */
  readonly source: string;
  /** What is found out about it on the way. */
  readonly facts: RequestFacts;
}

/** One value, or undefined when there was none or several. */
export function header(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}
