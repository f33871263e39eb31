/** `fetch` with an access token. */

/** Where access tokens come from. */
export interface AccessTokens {
  /**
   * A token that is good now. `insteadOf` is one that an API has just refused: the answer is another one, and callers who
   * name the same one share one renewal.
   */
  accessToken(insteadOf?: string): Promise<string>;
}

export interface AuthFetchOptions {
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * A `fetch` that sends `Authorization: Bearer`. On a 401 it gets a new token once and repeats the request once, and only if the
 * body can be sent again: a stream cannot, and its 401 is returned as it came. Throws what `tokens` throws.
 *
 * Give it only addresses of your own API: whoever receives the request receives the token.
 */
export function createAuthFetch(tokens: AccessTokens, options: AuthFetchOptions = {}): typeof fetch {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  return async (input, init) => {
    const isReplayable = canBeSentAgain(input, init);
    const token = await tokens.accessToken();
    const response = await send(...withToken(input, init, token, isReplayable));
    if (response.status !== 401 || !isReplayable) return response;
    const fresh = await tokens.accessToken(token);
    if (fresh === token) return response;
    await response.body?.cancel();
    return send(...withToken(input, init, fresh, false));
  };
}

/** A `Request` keeps its body as a stream, so one with a body can be sent once. */
function canBeSentAgain(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  return init?.body ? !isStream(init.body) : !(input instanceof Request) || input.body === null;
}

/** Node's `fetch` takes whatever can be read piece by piece; not every browser's `ReadableStream` says that it can be. */
function isStream(body: BodyInit): boolean {
  return body instanceof ReadableStream || Symbol.asyncIterator in Object(body);
}

function withToken(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  token: string,
  isKept: boolean,
): [RequestInfo | URL, RequestInit] {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set("authorization", `Bearer ${token}`);
  return [isKept && input instanceof Request ? input.clone() : input, { ...init, headers }];
}
