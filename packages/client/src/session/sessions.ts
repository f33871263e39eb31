/**
 * The session of a web app, kept by its server (a "backend for frontend"): tokens stay here or in an encrypted cookie, and the app's
 * pages call the server, which calls APIs with the person's access token. Everything speaks standard `Request` and
 * `Response`.
 *
 * A request goes through `routes/`; `keeping/` knows where tokens are, in either mode; `renewal/` gets new ones, once per session;
 * `cookies/` and `sealing/` are how the browser and the store are given what only this server can use.
 */
import { isClientError } from "../errors/client-error.ts";
import { createAuthFetch } from "../tokens/auth-fetch.ts";
import type { IdTokenClaims } from "../tokens/token-set.ts";
import type { App } from "./app.ts";
import { createCookieKeeper } from "./keeping/cookie-keeper.ts";
import type { KeptSession, SessionKeeper } from "./keeping/keeper.ts";
import { createStoreKeeper } from "./keeping/store-keeper.ts";
import type { SessionsOptions } from "./options.ts";
import { statusOf } from "./routes/answers.ts";
import { endSession } from "./routes/logout.ts";
import { createRoutes, type HandleOptions } from "./routes/routes.ts";
import { type Settings, settingsOf } from "./settings.ts";

/** The sessions of one app. */
export interface Sessions {
  /**
   * Answers the app's session routes and proxied calls; undefined for a request that is none of them. It does not throw: what goes
   * wrong is an answer, and an event.
   *
   * | route | what it does |
   * |---|---|
   * | `GET /auth/login?returnTo=/page` | begins a sign-in; a link to it is all an app needs. Also takes `prompt`, `login_hint`, `lang` and `ui_locales` |
   * | `GET` on the redirect URI | finishes it and goes to `returnTo` |
   * | `GET /auth/session` | `{ claims, expiresAt }`, or 401 `{ error: "not_signed_in" }` |
   * | `POST /auth/logout` | ends it; `{ url, revoked }`: the page goes to `url`, so that the provider forgets the person too |
   * | `POST /auth/backchannel-logout` | the provider ends sessions (OpenID Connect Back-Channel Logout 1.0) |
   * | the proxy's prefixes | passed on with the access token |
   *
   * `/session`, `/logout` and proxied calls need the header `x-csrf: 1` and the app's own origin, else 403 `{ error: "csrf" }`.
   * While the provider does not answer and the access token has expired, proxied calls, and in cookie mode `/session`, answer 503
   * `{ error: "provider_unavailable" }` with `Retry-After`; the session stays.
   */
  handle(request: Request, options?: HandleOptions): Promise<Response | undefined>;
  /**
   * Who has sent this request, for the app's own server code; undefined when nobody is signed in. It checks no origin: a
   * route of the app that changes something must do so itself. Throws `store_unavailable`, and in cookie mode
   * `provider_unavailable`. What this and the session throw has a `statusCode` (401 for `session_ended`, 503 for those two), by which
   * Express and Fastify answer what a handler lets through.
   */
  open(request: Request): Promise<OpenSession | undefined>;
}

/** One person's session, for the length of one request. */
export interface OpenSession {
  /** What the ID token says. */
  readonly claims: IdTokenClaims;
  /** When the session ends if it is not used again, in epoch milliseconds. */
  readonly expiresAt: number;
  /** `fetch` with this person's access token, which is renewed when due, and once after a 401. For addresses of your own APIs only. */
  readonly fetch: typeof fetch;
  /**
   * A token that is good now. `insteadOf` is one that an API has refused: it is replaced once, and not again within 30 seconds, for then
   * another would not help. Throws `session_ended`, `provider_unavailable` or `store_unavailable`.
   */
  accessToken(insteadOf?: string): Promise<string>;
  /** `Set-Cookie` lines that the answer must carry: read them after the last use of the session. */
  headers(): Headers;
  /**
   * Ends it here, and revokes its tokens at the provider. False when the provider could not be told. `headers()` then deletes the
   * cookie.
   */
  end(): Promise<boolean>;
}

/**
 * Makes the sessions of an app. Throws `config_invalid` for anything missing or unsafe, and asks nothing of the network yet.
 *
 * @example
 * const sessions = createSessions({
 *   issuer: "http://localhost:7665/us-east-1_abc",
 *   clientId: "…",
 *   clientSecret: "…",
 *   redirectUri: "http://localhost:3000/callback",
 *   keys: [process.env.SESSION_KEY],
 *   store: memoryStore(),
 *   proxy: [{ prefix: "/api/", upstream: "http://localhost:4000/" }],
 * });
 * const response = (await sessions.handle(request)) ?? (await app(request));
 */
export function createSessions(options: SessionsOptions): Sessions {
  const settings = settingsOf(options);
  const app: App = { settings, keeper: keeperOf(options, settings) };
  return {
    handle: createRoutes(app),
    async open(request) {
      const found = await withStatus(app.keeper.find(request)).catch((error: unknown) => {
        // The adapters make a 503 of it, and nobody else would hear of it.
        settings.report({ type: "request_failed", path: new URL(request.url).pathname, error });
        throw error;
      });
      return found === undefined ? undefined : openSession(app, found);
    },
  };
}

function keeperOf({ cookie, store }: SessionsOptions, settings: Settings): SessionKeeper {
  if (store !== undefined) return createStoreKeeper(settings, store);
  const { rememberedSessions = 10_000 } = cookie === true || cookie === undefined ? {} : cookie;
  return createCookieKeeper(settings, rememberedSessions);
}

function openSession({ settings }: App, session: KeptSession): OpenSession {
  const accessToken = (insteadOf?: string) => withStatus(session.accessToken(insteadOf));
  return {
    get claims() {
      return session.claims();
    },
    get expiresAt() {
      return session.expiresAt();
    },
    fetch: createAuthFetch({ accessToken }, { fetch: settings.fetch }),
    accessToken,
    headers() {
      const headers = new Headers();
      for (const line of session.cookies()) headers.append("set-cookie", line);
      return headers;
    },
    end: () => withStatus(endSession({ settings }, session)),
  };
}

/** An error that a handler lets through would else be a 500, as if the app were broken. */
function withStatus<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (isClientError(error)) Object.assign(error, { statusCode: statusOf(error) });
    throw error;
  });
}
