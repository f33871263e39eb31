import { createAuth } from "./auth.ts";
import type { BrowserAuth } from "./browser-auth.ts";
import { browserEnvironment } from "./environment.ts";
import type { BrowserAuthOptions } from "./options.ts";

/**
 * Signs people in to an app that has no server of its own, by the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), with
 * Poolhouse, Amazon Cognito or any OpenID provider. Touches the browser only from `start()` on, so it may be called while rendering on a
 * server. Throws `config_invalid`.
 *
 * @example
 * const auth = createBrowserAuth({
 *   issuer: "https://id.example.com/eu-west-1_Lakeside1",
 *   clientId: "2example34567890",
 *   redirectUri: "https://app.example.com/callback",
 * });
 * const { status, claims } = await auth.start();
 * if (status === "signedIn") console.log(claims.sub, await auth.fetch("/api/boats"));
 * else await auth.signIn();
 */
export function createBrowserAuth(options: BrowserAuthOptions): BrowserAuth {
  return createAuth(options, browserEnvironment(options));
}
