import type { SignInOptions } from "./redirects.ts";
import type { AuthEvent, AuthState } from "./states.ts";

/** The sign-in of a browser-only app. Its functions need no `this`: they can be handed around. */
export interface BrowserAuth {
  /** How things are now. The object never changes: another state is another object. */
  readonly state: AuthState;
  /**
   * Finishes a sign-in if this page is the return from one, takes up stored tokens otherwise, and follows the other tabs.
   * Call it on every page, before a router looks at the address; calls after the first share its answer. What goes wrong is
   * in the state, and `sign_in_unknown`, `sign_in_refused` (`login_required` after `prompt: "none"`), `state_mismatch`, `token_refused`,
   * `provider_unavailable` and the `id_token_…` codes are the ones to expect.
   */
  start(): Promise<AuthState>;
  /** Hears no other tab and renews nothing by itself any more. The tokens stay. */
  stop(): void;
  /** Calls the listener after every change, and answers how to stop it. Fits React's `useSyncExternalStore`. */
  subscribe(listener: (state: AuthState) => void): () => void;
  /** Calls the listener after every event of that name, and answers how to stop it. */
  on(event: AuthEvent, listener: (state: AuthState) => void): () => void;
  /**
   * Leaves the page for the provider's sign-in. Throws `storage_unavailable` where `sessionStorage` is blocked, `config_invalid` for a
   * page or `returnTo` on another origin than `redirectUri`, `provider_unavailable`; the page is not left then.
   */
  signIn(options?: SignInOptions): Promise<void>;
  /**
   * Forgets the tokens, in all tabs, and revokes the refresh token. Unless `atProvider` is false it also leaves the page for the
   * provider's sign-out, which comes back to `logoutUri`. Throws `provider_unavailable` or `token_refused` when the provider
   * could not be told; it is signed out here all the same.
   */
  signOut(options?: { readonly atProvider?: boolean | undefined }): Promise<void>;
  /**
   * An access token that is good now, renewed if need be. `insteadOf` is one that an API has refused: with a refresh token it is replaced
   * once, and not again within 30 seconds, for then another would not help. Throws `not_signed_in`, `access_token_expired`, `session_ended` or `provider_unavailable`.
   */
  accessToken(insteadOf?: string): Promise<string>;
  /** The ID token as it came, for services that ask for one. It opens nothing: send `accessToken()` to APIs. */
  idToken(): string | undefined;
  /**
   * A `fetch` that sends the access token. After a 401 it renews once and repeats the request once, if the body can be sent again. Give it
   * only addresses of your own API: who receives the request receives the token. Throws what `accessToken()` throws.
   */
  readonly fetch: typeof fetch;
}
