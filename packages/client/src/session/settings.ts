/** The options, checked once: what is missing or unsafe stops the start (BF-17). */
import type { ClientError } from "../errors/client-error.ts";
import { explainedError } from "../errors/explained-error.ts";
import { isSafeToReach } from "../provider/issuer.ts";
import { createProvider, type Provider } from "../provider/provider.ts";
import type { CookieRules } from "./cookies/cookie.ts";
import type { SessionEvent } from "./events.ts";
import type { SessionsOptions } from "./options.ts";
import { type ProxyRoute, proxyRoutes } from "./proxy/rules.ts";
import { fromBase64url } from "./sealing/base64url.ts";
import { createSealer, type Sealer } from "./sealing/sealer.ts";

export interface Settings {
  readonly provider: Provider;
  readonly sealer: Sealer;
  readonly cookies: CookieRules;
  readonly appOrigin: string;
  readonly redirectUri: string;
  readonly callbackPath: string;
  readonly basePath: string;
  readonly logoutUri: string;
  readonly scopes: readonly string[];
  readonly signInParameters: Readonly<Record<string, string>>;
  readonly proxy: readonly ProxyRoute[];
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly leaseMs: number;
  readonly retryMs: number;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly report: (event: SessionEvent) => void;
}

/** Throws `config_invalid`, naming the setting and the cure. */
export function settingsOf(options: SessionsOptions): Settings {
  const { now = Date.now, onEvent } = options;
  const redirectUri = appAddress("redirectUri", options.redirectUri);
  const logoutUri = appAddress("logoutUri", options.logoutUri ?? `${redirectUri.origin}/`);
  requireOneMode(options);
  const basePath = basePathOf(options.basePath, redirectUri);
  return {
    provider: createProvider(options),
    sealer: createSealer(secretsOf(options.keys)),
    cookies: cookieRules(options, redirectUri),
    appOrigin: redirectUri.origin,
    redirectUri: options.redirectUri,
    callbackPath: redirectUri.pathname,
    basePath,
    logoutUri: options.logoutUri ?? logoutUri.href,
    scopes: scopesOf(options.scopes),
    signInParameters: options.signInParameters ?? {},
    proxy: proxyRoutes(options.proxy ?? []),
    ...limitsOf(options),
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    now,
    wait: options.wait ?? waitByTimer,
    report: reporter(onEvent),
  };
}

function invalid(detail: string): ClientError {
  return explainedError("config_invalid", detail);
}

function appAddress(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || text.includes("*")) throw invalid(`${name} must be one whole address: ${text}`);
  if (!isSafeToReach(url)) throw invalid(`${name} must be https, or http on a loopback address: ${text}`);
  if (url.hash !== "" || url.username !== "" || url.password !== "") {
    throw invalid(`${name} must have no fragment and no user name: ${text}`);
  }
  return url;
}

function requireOneMode({ store, cookie }: SessionsOptions): void {
  // Off by `false` would read as a choice, and is none.
  const modes = [store, cookie].filter((mode) => mode !== undefined && (mode as unknown) !== false);
  // A client of a database, or the function that makes the store, would be away for ever.
  if (store !== undefined && typeof store.read !== "function") {
    throw invalid(
      "store must be what memoryStore(), sqliteStore(…), postgresStore(…) or redisStore(…) returns",
    );
  }
  if (modes.length === 1) return;
  throw invalid(
    modes.length === 0
      ? "give store (memoryStore() will do for one process) or cookie: true"
      : "give store or cookie, not both: the tokens are in one place",
  );
}

function basePathOf(basePath = "/auth", redirectUri: URL): string {
  if (!/^(\/[\w.~-]+)+$/.test(basePath)) {
    throw invalid(`basePath must begin with a slash and not end with one: ${basePath}`);
  }
  const { pathname } = redirectUri;
  if (["/login", "/logout", "/session", "/backchannel-logout"].some((each) => pathname === basePath + each)) {
    throw invalid(`redirectUri must have a path of its own: ${pathname} is another route`);
  }
  if (pathname === "/") {
    throw invalid("redirectUri must have a path of its own, such as /callback: / is the app's start page");
  }
  return basePath;
}

function scopesOf(scopes: readonly string[] = ["openid"]): readonly string[] {
  if (!Array.isArray(scopes)) throw invalid('scopes must be a list, such as ["openid", "email"]');
  return scopes;
}

function secretsOf(
  keys: readonly string[] | undefined,
): [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]] {
  const [first, ...older] = (Array.isArray(keys) ? keys : []).map((text, index) => {
    const bytes = fromBase64url(String(text).replace(/=+$/, ""));
    if (bytes?.length === 32) return bytes;
    throw invalid(`keys[${index}] must be 32 random bytes in base64url, which are 43 characters`);
  });
  if (first === undefined) throw invalid("keys needs at least one key of 32 random bytes in base64url");
  return [first, ...older];
}

function cookieRules(
  { cookieName = "poolhouse-session", sameSite = "lax", partitioned = false }: SessionsOptions,
  { protocol }: URL,
): CookieRules {
  const isSecure = protocol === "https:";
  if (!/^[\w-]{1,64}$/.test(cookieName)) {
    throw invalid("cookieName may have letters, digits, _ and -, and no prefix: that is added");
  }
  if (!["lax", "strict", "none"].includes(sameSite))
    throw invalid('sameSite must be "lax", "strict" or "none"');
  if (sameSite === "none" && !isSecure) throw invalid('sameSite "none" needs an https redirectUri');
  if (partitioned && sameSite !== "none") throw invalid('partitioned needs sameSite: "none"');
  return { name: cookieName, isSecure, sameSite, isPartitioned: partitioned };
}

type Limits = Pick<Settings, "absoluteMs" | "idleMs" | "leaseMs" | "retryMs" | "timeoutMs">;

function limitsOf(options: SessionsOptions): Limits {
  const { idleSeconds = 7 * 86_400, absoluteSeconds = 30 * 86_400 } = options;
  const { leaseMs = 5_000, retryMs = 20_000, timeoutMs = 30_000 } = options;
  for (const [name, value, least] of [
    ["idleSeconds", idleSeconds, 1],
    ["absoluteSeconds", absoluteSeconds, 1],
    ["leaseMs", leaseMs, 1],
    ["retryMs", retryMs, 0],
  ] as const) {
    if (!Number.isFinite(value) || value < least)
      throw invalid(`${name} must be a number of at least ${least}`);
  }
  return { idleMs: idleSeconds * 1000, absoluteMs: absoluteSeconds * 1000, leaseMs, retryMs, timeoutMs };
}

function reporter(onEvent: SessionsOptions["onEvent"]): (event: SessionEvent) => void {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // Whoever listens has no say in whether somebody is signed in.
    }
  };
}

function waitByTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
