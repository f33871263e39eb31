/** Where the tokens of a session are: the two modes behind one door. */
import type { IdTokenClaims, TokenSet } from "../../tokens/token-set.ts";

export interface SessionKeeper {
  /**
   * A new session under a new name, in place of the one this browser had (CK-03); `earlier` is the mark of one that the browser
   * had when it began to sign in.
   */
  begin(request: Request, tokens: TokenSet, earlier: string | undefined): Promise<BegunSession>;
  /** Undefined where nobody is signed in. Throws `store_unavailable`, and in cookie mode `provider_unavailable`. */
  find(request: Request): Promise<KeptSession | undefined>;
  /** What names this browser's session to `begin`, and opens nothing. */
  markOf(request: Request): Promise<string | undefined>;
  /** The lines that delete every session cookie the request has brought. */
  forget(request: Request): readonly string[];
  /** False when `id` was used before; it is remembered until `expiresAt`. */
  useOnce(id: string, expiresAt: number): Promise<boolean>;
  /**
   * Ends sessions on the provider's word; answers how many, or undefined for a word that has done so before. Undefined itself where
   * that cannot be done.
   */
  readonly endByProvider: ((word: ProviderWord) => Promise<number | undefined>) | undefined;
}

export interface BegunSession {
  /** The `Set-Cookie` lines. */
  readonly lines: readonly string[];
  /** Refresh tokens of the sign-ins that it takes the place of: nobody has them any more, so they are to be revoked. */
  readonly replaced: readonly (string | undefined)[];
}

/** How a provider names what it has ended: everything of a person, or one session. */
export interface ProviderSession {
  readonly subject: string | undefined;
  readonly sessionId: string | undefined;
}

/** Good once. */
export interface ProviderWord extends ProviderSession {
  readonly id: string;
  /** Epoch milliseconds until which its id must be remembered. */
  readonly expiresAt: number;
}

/** One request's hold on a session. */
export interface KeptSession {
  /** Of the newest token set known. */
  claims(): IdTokenClaims;
  /** When it ends if nobody uses it again, in epoch milliseconds. */
  expiresAt(): number;
  /** See `AccessTokens`. Throws `session_ended`, `provider_unavailable`, `store_unavailable`, … */
  accessToken(insteadOf?: string): Promise<string>;
  /** The `Set-Cookie` lines that the answer must carry, as far as known now. */
  cookies(): readonly string[];
  /** Removes it here; answers the refresh token that is to be revoked. */
  end(): Promise<string | undefined>;
}
