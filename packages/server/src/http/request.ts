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
  /** Every value sent under each name, including those that `headers` joins or drops. */
  distinctHeaders(): Readonly<Record<string, string[] | undefined>>;
  readonly body: Uint8Array;
  /** The network address that the request comes from: the peer's, or behind trusted proxies the one they name. */
  readonly source: string;
  /** What is learned about the request on the way. */
  readonly facts: RequestFacts;
}

/** One value, or undefined when there was none or several. */
export function header(request: Pick<HttpRequest, "headers">, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}
