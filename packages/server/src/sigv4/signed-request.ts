/** The request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Raw: still percent-encoded, without the query, one character per byte as Node hands it over. */
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  /**
   * Lower-case names. Node's `headers` drops a second Authorization header and joins others with ", ":
   * fill this from `headersDistinct`, or repeated headers are verified as something that was not sent.
   */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Every value sent under `name`; empty when there was none. */
export function headerValues(request: SignedRequest, name: string): readonly string[] {
  // `hasOwn`, because the name may come from the caller and be "constructor".
  const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
