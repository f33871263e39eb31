import type { ProviderOptions } from "../provider/provider.ts";
import type { SessionEvent } from "./events.ts";
import type { SessionStore } from "./store.ts";

/** What `createSessions` takes. */
export interface SessionsOptions extends ProviderOptions {
  /**
   * Where the provider sends the browser back, as registered with it. Its origin is the app's own, its path the callback route.
   * `https`, or `http` on a loopback address, where cookies then go without `Secure` and the `__Host-` prefix.
   */
  readonly redirectUri: string;
  /** Where the provider sends the browser after signing out, as registered with it. Default: the app's origin and `/`. */
  readonly logoutUri?: string | undefined;
  /** Scopes to ask for; `openid` is added where it is missing. Default: `["openid"]`. */
  readonly scopes?: readonly string[] | undefined;
  /** Other parameters of every sign-in, such as `lang` or `max_age`. Default: none. */
  readonly signInParameters?: Readonly<Record<string, string>> | undefined;
  /**
   * Each 32 random bytes in base64url (`openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`). The first seals what goes into the
   * store or the cookie, all of them open it: to change the key, put a new one in front, and take the old one away after
   * `absoluteSeconds`. All processes of an app have the same ones.
   */
  readonly keys: readonly string[];
  /**
   * Keeps the tokens on the server; the browser holds an opaque name only. This is the mode to choose. `memoryStore()` will do for
   * one process whose restart may sign everybody out. Exactly one of `store` and `cookie` is given.
   */
  readonly store?: SessionStore | undefined;
  /**
   * Keeps the refresh token in an encrypted HttpOnly cookie and the other tokens in the memory of this process, for servers
   * without a store. What it cannot do: take turns with other processes (two that renew at the same moment rely on the
   * provider's grace period, and several processes should be reached by sticky routing), end a session on another server's word, or
   * know a copied cookie from the right one before the provider refuses its token. If refresh tokens rotate and an answer with the
   * next one is lost on its way to the browser, the session lasts as long as this process remembers, or the grace period.
   * The refresh token may have 8 kB; the cookie then takes three pieces.
   */
  readonly cookie?: true | CookieModeOptions | undefined;
  /** Name of the session cookie, before its prefix. Default: `poolhouse-session`. Apps on one host need different ones. */
  readonly cookieName?: string | undefined;
  /**
   * `strict` where the app shares its site with others; the page after signing in is then reached through one more step.
   * `none` only for apps inside other sites' frames. Default: `lax`.
   */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
  /** A cookie per site that frames the app (CHIPS). Needs `sameSite: "none"` and https. Default: false. */
  readonly partitioned?: boolean | undefined;
  /** In front of `/login`, `/logout`, `/session` and `/backchannel-logout`. Default: `/auth`. */
  readonly basePath?: string | undefined;
  /** Calls of the app's pages that are passed on to APIs with the person's access token. Default: none. */
  readonly proxy?: readonly ProxyRule[] | undefined;
  /**
   * Seconds without a request after which a session is over. It is held to a twentieth: a session may last that much less, never
   * more. Default: 604,800 (7 days).
   */
  readonly idleSeconds?: number | undefined;
  /** Seconds after signing in when a session is over whatever happens. Default: 2,592,000 (30 days, as the refresh token). */
  readonly absoluteSeconds?: number | undefined;
  /**
   * How long, in milliseconds, a process has the turn to renew a session before another may take over; it is extended while
   * the renewal lasts. Default: 5,000.
   */
  readonly leaseMs?: number | undefined;
  /**
   * How long, in milliseconds, an unanswered token request is repeated. The first repetition follows at once, since an answer
   * may have been lost and the grace period of refresh tokens is short; after a 429 or 5xx there is a pause before it. Default: 20,000.
   */
  readonly retryMs?: number | undefined;
  /** Told what happens; never a token. What it throws is ignored. Default: nobody. */
  readonly onEvent?: ((event: SessionEvent) => void) | undefined;
  /** Waits so many milliseconds, or until the signal. Default: `setTimeout`. */
  readonly wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

export interface CookieModeOptions {
  /** How many sessions' access tokens this process remembers; the others are fetched again when needed. Default: 10,000. */
  readonly rememberedSessions?: number | undefined;
}

/**
 * One way through to an API. The browser chooses nothing but what follows the prefix. Redirects are passed on as they are, and an API that does not
 * begin to answer is waited for as long as `fetch` waits (5 minutes in Node), or until the browser gives up.
 */
export interface ProxyRule {
  /** Begins and ends with a slash, such as `/api/`. Where several fit, the longest counts. */
  readonly prefix: string;
  /** What the prefix is replaced by; ends with a slash. `https`, or `http` on a loopback address. */
  readonly upstream: string;
  /** Default: GET, HEAD, POST, PUT, PATCH and DELETE. */
  readonly methods?: readonly string[] | undefined;
  /** Permits an `http` upstream elsewhere: whoever can listen on the way to it can then read access tokens. Default: false. */
  readonly allowPlainHttp?: boolean | undefined;
}
