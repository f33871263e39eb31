/**
 * Everything that can go wrong in the kit, one line each. The code is what programs compare, and its words begin the message; the
 * sentence beside it is for people, and reaches no browser. `docs/guide/problems.md` has causes and cures.
 */
export const errorCodes = {
  /** A setting is missing or would be unsafe. Thrown at start-up, before anything is asked of anybody. */
  config_invalid: "a setting is missing or unsafe",

  /** The network, a time-out, a 429 or a 5xx: nothing is known, nobody is signed out, and it may be tried again. */
  provider_unavailable: "the provider did not answer, or not now",
  /** An answer that is not what the protocol says. */
  provider_answer_invalid: "the provider's answer is not what the protocol says",
  /** The metadata names another issuer than the one asked for (RFC 8414 §3.3). */
  issuer_mismatch: "the provider's metadata names another issuer",

  /** The token endpoint said no (RFC 6749 §5.2); `oauth` has its words. */
  token_refused: "the token endpoint refused",
  /** `invalid_grant` for a refresh token: it has expired, or was revoked. The session is over. */
  session_ended: "the session has ended; sign in again",
  /** Nobody is signed in here. */
  not_signed_in: "nobody is signed in",

  /** The access token has expired, and there is no refresh token to renew it with. */
  access_token_expired: "the access token has expired, and there is nothing to renew it with; sign in again",

  /** This browser has begun no such sign-in, or has finished it already. */
  sign_in_unknown: "this browser has begun no such sign-in, or finished it already",
  /** The answer's `state` is not the one that was sent (RFC 6749 §10.12). */
  state_mismatch: "the answer belongs to another sign-in",
  /** The answer's `iss` is missing or another provider's (RFC 9207). */
  callback_issuer_mismatch: "the answer comes from another provider",
  /** The provider answered with an error instead of a code; `oauth` has its words. */
  sign_in_refused: "the provider refused the sign-in",

  id_token_missing: "there is no ID token in the answer",
  id_token_malformed: "the ID token is not a readable JWT",
  id_token_issuer: "the ID token is another issuer's",
  id_token_audience: "the ID token is for another client",
  id_token_authorized_party: "the ID token was made out to another client",
  id_token_subject: "the ID token does not say whose it is, or is somebody else's",
  id_token_expired: "the ID token has expired, or is not valid yet",
  id_token_issued_at: "the ID token does not say when it was issued, or was issued in the future",
  id_token_nonce: "the ID token belongs to another sign-in",
  id_token_algorithm: "the ID token is signed in a way that is not accepted",
  id_token_key: "no single key of the provider fits the ID token",
  id_token_signature: "the ID token's signature is wrong",
  id_token_at_hash: "the ID token belongs to another access token",
  userinfo_subject: "the userinfo answer is about somebody else",

  /** The request to the API has no access token. */
  token_missing: "no access token",
  /** The token is in the address, or there is more than one (RFC 6750 §2). */
  token_misplaced: "the access token is not where it belongs",
  token_too_large: "token too large",
  /** Not a JWT, or not one as RFC 7519 writes it; perhaps a refresh token. */
  token_malformed: "not a readable token",
  /** An ID token, a logout token, or one of a use that nobody knows. */
  token_use: "not an access token",
  token_algorithm: "token signed in a way that is not accepted",
  /** The issuer publishes no such key. */
  token_key_unknown: "unknown key",
  token_signature: "wrong signature",
  token_issuer: "token of another issuer",
  token_audience: "token for another client or API",
  /** A claim that must be there is not, or is of another type. */
  token_claim_missing: "claim missing from the token",
  token_expired: "token expired",
  token_not_yet_valid: "token not valid yet",
  /** The token is good, and does not open this. */
  scope_missing: "scope missing",
  /** The token is good, and its owner is in none of the groups that may. */
  group_missing: "group missing",
  /** A logout token of the provider is not what it must be (OpenID Connect Back-Channel Logout 1.0 §2.6). */
  logout_token_invalid: "the logout token is not valid",

  /** Rotation was promised, and the provider gave no new refresh token. */
  rotation_missing: "the provider does not rotate refresh tokens",
  /** The session store cannot be reached, or lacks its table. Nobody is signed out by that, and it may be tried again. */
  store_unavailable: "the session store did not answer",
  /** The place for the tokens is full, blocked or not there. */
  storage_unavailable: "the tokens could not be stored",
} as const;

export type ErrorCode = keyof typeof errorCodes;
