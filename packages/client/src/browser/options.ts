import { ClientError } from "../errors/client-error.ts";
import type { VerifySignature } from "../provider/token-answer.ts";

export interface BrowserAuthOptions {
  /** As the provider's metadata writes it, byte for byte. `https`, or `http` on a loopback address. */
  readonly issuer: string;
  /** A public client, one without a secret: a browser keeps none. */
  readonly clientId: string;
  /** The page that the provider sends people back to, as registered. It must be on the origin of the app and call `start()`. */
  readonly redirectUri: string;
  /** Where the provider sends people after a sign-out, as registered. Default: `/` on the origin of `redirectUri`. */
  readonly logoutUri?: string | undefined;
  /** Default: `["openid"]`. Some providers give refresh tokens for `offline_access` only; Poolhouse and Cognito need no scope. */
  readonly scopes?: readonly string[] | undefined;
  /**
   * Where the tokens are. `memory`, the default: gone with the page, and no other script finds them lying about. `sessionStorage`:
   * they survive a reload of the tab. `localStorage`: all tabs share one sign-in, and it survives the browser's end. Any script on the
   * origin can read the last two (OAuth 2.0 for Browser-Based Applications §8), so a warning says so once.
   */
  readonly storage?: "localStorage" | "memory" | "sessionStorage" | undefined;
  /**
   * Says that the provider *rotates* refresh tokens for this client: each is good once, and a stolen one that is used twice ends
   * the sign-in. Only then is one kept in the browser, at the same place as the other tokens. Default: none is kept; those that
   * come are dropped on receipt, and a sign-in lasts as long as its access token (OAuth 2.0 for Browser-Based Applications §6.3).
   */
  readonly refreshTokens?: "rotated" | undefined;
  /**
   * `verifyIdTokenSignature` from `@poolhouse/client/signature` also holds ID tokens against the provider's published keys, for 1.9 kB more of script. Default: TLS vouches for
   * them, as OpenID Connect Core §3.1.3.7 allows for a token that comes from the token endpoint itself; every other check is made.
   */
  readonly verifySignature?: VerifySignature | undefined;
  /** How long one answer of the provider may take, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Default: the global `fetch`. Also what `auth.fetch` sends with. */
  readonly fetch?: typeof fetch | undefined;
  /** The time in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Hears the one warning about tokens in web storage. Default: `console.warn`. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** Throws `config_invalid`. The issuer is checked with the provider. */
export function checkOptions(options: BrowserAuthOptions): void {
  const { redirectUri, storage = "memory" } = options;
  // Callers without types are who these are for.
  const refreshTokens: unknown = options.refreshTokens;
  if (refreshTokens && refreshTokens !== "rotated") {
    throw new ClientError("config_invalid", 'refreshTokens can only be "rotated", or be left out');
  }
  if (!["memory", "sessionStorage", "localStorage"].includes(storage)) {
    throw new ClientError("config_invalid", `storage is ${storage}`);
  }
  if (!URL.canParse(redirectUri)) throw new ClientError("config_invalid", "redirectUri is no URL");
  if ("clientSecret" in options) throw new ClientError("config_invalid", "a browser keeps no clientSecret");
}
