import type { allowInsecureRequests, CustomFetchOptions, customFetch } from "oauth4webapi";

/** How requests to a provider are made, in the protocol library's terms. */
export interface RequestOptions {
  readonly [allowInsecureRequests]: boolean;
  readonly [customFetch]: (
    url: string,
    options: CustomFetchOptions<string, URLSearchParams | undefined>,
  ) => Promise<Response>;
  readonly signal: () => AbortSignal;
}
