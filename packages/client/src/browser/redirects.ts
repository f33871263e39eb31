/** The two halves of a sign-in: leaving for the provider, and coming back. */
import { ClientError } from "../errors/client-error.ts";
import type { Provider } from "../provider/provider.ts";
import { beginSignIn, completeSignIn } from "../provider/sign-in.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { Environment } from "./environment.ts";
import type { BrowserAuthOptions } from "./options.ts";
import { keepPending, takePending } from "./transactions.ts";

export interface SignInOptions {
  /** Where in the app to be afterwards: an address on its origin. Default: where it is now. */
  readonly returnTo?: string | undefined;
  /** More parameters of the authorization endpoint: `prompt`, `login_hint`, `ui_locales`, `max_age`, … */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

export interface RedirectParts {
  readonly options: BrowserAuthOptions;
  readonly provider: Provider;
  readonly environment: Environment;
  /** What the entries in the storage begin with. */
  readonly prefix: string;
}

/** Throws before the page is left, or not at all. */
export async function leave(parts: RedirectParts, { returnTo, parameters }: SignInOptions): Promise<void> {
  const { options, provider, environment, prefix } = parts;
  const { redirectUri, scopes = [] } = options;
  const address = environment.address();
  const { origin } = new URL(address);
  if (new URL(redirectUri).origin !== origin) {
    // What is kept for the return would not be found there: `localhost` and `127.0.0.1` are two.
    throw new ClientError("config_invalid", `redirectUri is not on this page's origin, ${origin}`);
  }
  if (!environment.isSecure()) throw new ClientError("config_invalid", `${origin} needs https`);
  const back = new URL(returnTo ?? address, address);
  // Not by its origin: a `blob:` has one too, and none of its pages can be shown.
  if (!back.href.startsWith(`${origin}/`))
    throw new ClientError("config_invalid", "returnTo is not on this page's origin");
  const { url, transaction } = await beginSignIn(provider, { redirectUri, scopes, parameters });
  keepPending(environment, prefix, { ...transaction, returnTo: back.href, begunAt: environment.now() });
  environment.leaveFor(url.href);
}

/**
 * Tokens, if this page is the return from a sign-in that this tab began; undefined if it is no return at all. Code and state
 * leave the address, and what was kept is used up, before the code is sent: so neither a reload nor a copy of this tab sends it again.
 */
export async function comeBack(parts: RedirectParts): Promise<TokenSet | undefined> {
  const { options, provider, environment, prefix } = parts;
  const address = new URL(environment.address());
  const { origin, pathname } = new URL(options.redirectUri);
  const state = address.searchParams.get("state");
  const isAnswer = address.searchParams.has("code") || address.searchParams.has("error");
  if (address.origin !== origin || address.pathname !== pathname || state === null || !isAnswer) return;
  // Where the provider cannot be reached, nothing is used up, and loading the page again is another try.
  await provider.metadata();
  const pending = takePending(environment, prefix, state);
  environment.replaceAddress(pending?.returnTo ?? options.redirectUri);
  if (pending === undefined) throw new ClientError("sign_in_unknown");
  return completeSignIn(provider, pending, address, options.verifySignature ?? null);
}
