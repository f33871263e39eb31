/**
 * Why an OAuth request failed: one entry per cause. The client sees `error` and `description`; `poolhouse explain`
 * and the error page tell `found` and `change`, with `{names}` filled from the event's detail.
 */
export interface Cause {
  /** RFC 6749 §4.1.2.1 and §5.2, RFC 7009 §2.2.1, RFC 6750 §3.1, RFC 8707 §2, OIDC Core §3.1.2.6. */
  readonly error: OAuthError;
  readonly description: string;
  readonly found: string;
  readonly change: string;
}

export type OAuthError =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "unsupported_token_type"
  | "unsupported_response_type"
  | "access_denied"
  | "login_required"
  | "request_not_supported"
  | "request_uri_not_supported"
  | "invalid_target"
  | "temporarily_unavailable"
  | "server_error";

export type CauseName = keyof typeof causes;

export const causes = {
  methodNotPost: {
    error: "invalid_request",
    description: "This endpoint answers POST only.",
    found: "the request used the method {method}",
    change: "Send the parameters in the body of a POST.",
  },
  notAForm: {
    error: "invalid_request",
    description: "The body must be application/x-www-form-urlencoded.",
    found: "the request's content type was {content_type}",
    change: "Send the parameters as a form: Content-Type: application/x-www-form-urlencoded.",
  },
  parametersInUrl: {
    error: "invalid_request",
    description: "Parameters belong in the body; a URL is logged and kept.",
    found: "parameters stood in the URL's query",
    change: "Move every parameter into the body, and replace a secret that has been in a URL.",
  },
  parameterRepeated: {
    error: "invalid_request",
    description: "The parameter {parameter} was sent more than once.",
    found: "the parameter {parameter} was sent more than once",
    change: "Send each parameter once (RFC 6749 §3.2).",
  },
  parameterMissing: {
    error: "invalid_request",
    description: "The parameter {parameter} is missing.",
    found: "the parameter {parameter} was missing or empty",
    change: "Send {parameter}.",
  },
  parameterMalformed: {
    error: "invalid_request",
    description: "The parameter {parameter} is malformed: {expected}.",
    found: "the parameter {parameter} was not {expected}",
    change: "Send {parameter} as {expected}.",
  },
  grantTypeUnknown: {
    error: "unsupported_grant_type",
    description: "The grant type must be authorization_code, refresh_token or client_credentials.",
    found: "the grant type was {grant_type}",
    change: "Use authorization_code, refresh_token or client_credentials. There is no password grant here.",
  },
  clientUnknown: {
    error: "invalid_client",
    description: "There is no such client.",
    found: "no app client has the id {client_id}",
    change: "Check the client id: 26 lower-case letters and digits, from the pool's app client.",
  },
  clientMissing: {
    error: "invalid_client",
    description: "The request does not say which client it comes from.",
    found: "there was neither a client_id in the body nor an Authorization: Basic header",
    change: "Send client_id, or client id and secret as Authorization: Basic.",
  },
  clientAuthenticationRepeated: {
    error: "invalid_request",
    description: "Authenticate once: either Authorization: Basic or client_secret in the body.",
    found: "the client authenticated in two ways at once",
    change:
      "Keep the Authorization: Basic header or the client_secret in the body, not both (RFC 6749 §2.3).",
  },
  authorizationMalformed: {
    error: "invalid_client",
    description: "The Authorization header is not well-formed Basic authentication.",
    found: "the Authorization header could not be read as Basic authentication",
    change:
      "Send `Basic ` and the base64 of client id, colon, client secret, each form-encoded (RFC 6749 §2.3.1).",
  },
  clientIdsDiffer: {
    error: "invalid_request",
    description: "client_id in the body is not the client in the Authorization header.",
    found: "the body named another client than the Authorization header",
    change: "Send the same client id in both places, or leave client_id out of the body.",
  },
  clientSecretMissing: {
    error: "invalid_client",
    description: "invalid_client_secret: this client has a secret and must send it.",
    found: "the client {client_id} has a secret, and the request carried none",
    change:
      "Send the secret as Authorization: Basic or client_secret, or use a client without a secret in a browser.",
  },
  clientSecretWrong: {
    error: "invalid_client",
    description: "invalid_client_secret: the client secret is wrong.",
    found: "the secret sent is none of the secrets of the client {client_id}",
    change:
      "Send a current secret of this client; after a rotation both the old and the new one work until the old one is deleted.",
  },
  clientSecretNotExpected: {
    error: "invalid_client",
    description: "client_secret_not_required: this client has no secret and must not send one.",
    found: "the client {client_id} has no secret, and the request carried one",
    change: "Send client_id alone.",
  },
  clientThrottled: {
    error: "invalid_client",
    description: "Too many wrong secrets from this address; try again in a minute.",
    found: "the address had sent {limit} wrong secrets for the client {client_id} within a minute",
    change: "Correct the secret, wait a minute, then try again.",
  },
  grantNotAllowed: {
    error: "unauthorized_client",
    description: "The client may not use this grant.",
    found: "the client {client_id} is not set up for the grant {grant_type}",
    change:
      "Add the grant to the app client's AllowedOAuthFlows (with AllowedOAuthFlowsUserPoolClient), or its refresh to ExplicitAuthFlows.",
  },
  machineWithoutSecret: {
    error: "unauthorized_client",
    description: "Client credentials need a client with a secret.",
    found: "the client {client_id} has no secret, so anybody could claim to be it",
    change: "Create an app client with a secret for machines.",
  },
  codeUnknown: {
    error: "invalid_grant",
    description: "The authorization code does not exist.",
    found: "no authorization code of this pool is the one sent",
    change: "Send the code exactly as it came to the redirect URI, URL-decoded once.",
  },
  codeAlreadyUsed: {
    error: "invalid_grant",
    description: "The authorization code has been used before; the tokens it gave have been revoked.",
    found: "the authorization code had been redeemed before, or the person has signed out everywhere since",
    change:
      "Redeem a code once. A page that is loaded twice, or a retry of the token request, must start a new sign-in.",
  },
  codeExpired: {
    error: "invalid_grant",
    description: "The authorization code has expired.",
    found: "the authorization code was older than five minutes",
    change: "Redeem the code as soon as it arrives; check the client's clock and queues.",
  },
  codeOfOtherClient: {
    error: "invalid_grant",
    description: "The authorization code was issued to another client.",
    found: "the authorization code belongs to another client than {client_id}",
    change: "Redeem the code with the client id that the sign-in began with.",
  },
  redirectUriDiffers: {
    error: "invalid_grant",
    description: "invalid_redirect: redirect_uri is not the one the code was sent to.",
    found: "redirect_uri was not, character for character, the one the sign-in began with",
    change: "Send the same redirect_uri to /oauth2/authorize and /oauth2/token; a trailing slash matters.",
  },
  codeVerifierMissing: {
    error: "invalid_request",
    description: "The code was asked for with a code_challenge, so code_verifier is needed.",
    found: "the sign-in began with a code_challenge, and the token request carried no code_verifier",
    change: "Keep the verifier from the start of the sign-in and send it as code_verifier (RFC 7636 §4.5).",
  },
  codeVerifierWrong: {
    error: "invalid_grant",
    description: "code_verifier does not match the code_challenge; the code is used up.",
    found: "the SHA-256 of code_verifier was not the code_challenge of the sign-in",
    change:
      "Keep one verifier per sign-in: two sign-ins begun in the same browser must not overwrite each other's.",
  },
  codeVerifierNotExpected: {
    error: "invalid_grant",
    description: "The code was asked for without a code_challenge, so no code_verifier can match.",
    found: "the token request carried a code_verifier, but the sign-in began without a code_challenge",
    change: "Send code_challenge and code_challenge_method=S256 to /oauth2/authorize (RFC 9700 §4.8.2).",
  },
  refreshTokenMalformed: {
    error: "invalid_grant",
    description: "The refresh token is not one of ours.",
    found: "the text sent is not a refresh token of this server: cut off, altered, or of another server",
    change: "Send the refresh token whole; about 1 kB must fit wherever it is stored.",
  },
  refreshTokenOfOtherClient: {
    error: "invalid_grant",
    description: "The refresh token was issued to another client.",
    found: "the refresh token belongs to another client than {client_id}",
    change: "Refresh with the client id that the person signed in to.",
  },
  refreshTokenUnknown: {
    error: "invalid_grant",
    description: "The sign-in of this refresh token is not known.",
    found: "the sign-in that the refresh token belongs to is no longer stored",
    change: "Have the person sign in again.",
  },
  refreshTokenExpired: {
    error: "invalid_grant",
    description: "The refresh token has expired.",
    found: "the refresh token had reached the end of its life, which rotation does not extend",
    change: "Have the person sign in again; the client's RefreshTokenValidity sets how often.",
  },
  refreshNeedsDevice: {
    error: "invalid_grant",
    description: "The refresh token is of a device, and the token endpoint takes no device key.",
    found: "the pool tracks devices, and the sign-in came through the JSON API",
    change: "Refresh by GetTokensFromRefreshToken or REFRESH_TOKEN_AUTH, with the key of the device.",
  },
  refreshTokenRevoked: {
    error: "invalid_grant",
    description: "The refresh token has been revoked.",
    found: "the sign-in had been ended: by revocation, sign-out, a new password, or an administrator",
    change: "Have the person sign in again.",
  },
  refreshTokenReused: {
    error: "invalid_grant",
    description: "The refresh token has been used before; its sign-in has been ended.",
    found: "a refresh token that had been rotated was used again after the grace period, as a thief would",
    change:
      "Store the new refresh token before using its access token, and refresh from one place at a time.",
  },
  userDeleted: {
    error: "invalid_grant",
    description: "The person's account no longer exists.",
    found: "the account that signed in has been deleted",
    change: "End the session in the app.",
  },
  userDisabled: {
    error: "invalid_grant",
    description: "User is disabled.",
    found: "the account that signed in is disabled",
    change: "Enable the account (AdminEnableUser), or end the session in the app.",
  },
  userNotConfirmed: {
    error: "invalid_grant",
    description: "User is not confirmed.",
    found: "the account that signed in is not confirmed",
    change: "Confirm the account (AdminConfirmSignUp).",
  },
  userLocked: {
    error: "invalid_grant",
    description: "Password attempts exceeded",
    found: "the account is locked for a moment after too many wrong passwords",
    change:
      "Wait, then sign in again: the lock grows with each wrong password and ends by itself within 15 minutes.",
  },
  attributesNotReadable: {
    error: "invalid_grant",
    description: "The client may not read {attribute}, which the scope {scope} includes.",
    found: "the client {client_id} asked for the scope {scope} but has no read access to {attribute}",
    change: "Add {attribute} to the app client's ReadAttributes, or leave the scope {scope} out.",
  },
  scopeNotAllowed: {
    error: "invalid_scope",
    description: "The scope {scope} may not be granted.",
    found: "the scope {scope} is not one that the client {client_id} has, or that the sign-in was granted",
    change: "Add the scope to the app client's AllowedOAuthScopes, or ask for less.",
  },
  machineWithoutScopes: {
    error: "invalid_scope",
    description: "The client has no scope of a resource server.",
    found: "the client {client_id} has no custom scope, and a machine cannot have any other",
    change: "Create a resource server with scopes and add them to the app client's AllowedOAuthScopes.",
  },
  tokenTypeNotRevocable: {
    error: "unsupported_token_type",
    description: "Only refresh tokens can be revoked.",
    found: "an access or ID token was sent for revocation",
    change: "Send the refresh token: revoking it ends the access tokens of the same sign-in too.",
  },
  revocationOff: {
    error: "invalid_request",
    description: "Token revocation is not enabled for this client.",
    found: "the client {client_id} has EnableTokenRevocation off",
    change: "Set EnableTokenRevocation on the app client.",
  },
  tokenOfOtherClient: {
    error: "invalid_request",
    description: "The token was issued to another client.",
    found: "the token belongs to another client than {client_id}",
    change: "Revoke a token with the client id it was issued to.",
  },
  methodNotGetOrPost: {
    error: "invalid_request",
    description: "This endpoint answers GET and POST only.",
    found: "the request used the method {method}",
    change: "Send the browser there with a link, a redirect or a form.",
  },
  redirectUriMissing: {
    error: "invalid_request",
    description: "The parameter redirect_uri is missing.",
    found: "the request did not say where the person should go afterwards",
    change: "Send redirect_uri: one of the app client's CallbackURLs.",
  },
  redirectUriNotRegistered: {
    error: "invalid_request",
    description: "redirect_mismatch: redirect_uri is not one of the client's callback URLs.",
    found:
      "the redirect_uri {redirect_uri} is not, character for character, one of the callback URLs of the client {client_id}",
    change:
      "Register the address in the app client's CallbackURLs exactly as the app sends it; a trailing slash matters.",
  },
  responseTypeUnknown: {
    error: "unsupported_response_type",
    description: "response_type must be code or token.",
    found: "response_type was neither code nor token",
    change: "Use response_type=code: it brings an ID token too, from /oauth2/token.",
  },
  responseModeNotAllowed: {
    error: "invalid_request",
    description: "Tokens are not sent in a query; use response_mode fragment or form_post.",
    found: "response_mode=query was asked for together with response_type=token",
    change: "Leave response_mode out, or use response_type=code. A query is logged and kept.",
  },
  codeChallengeNotS256: {
    error: "invalid_request",
    description: "code_challenge_method must be S256.",
    found: "a code_challenge came without code_challenge_method=S256",
    change:
      "Send the SHA-256 of the verifier as code_challenge, with code_challenge_method=S256 (RFC 7636 §4.2).",
  },
  scopeNeedsOpenid: {
    error: "invalid_scope",
    description: "The scope {scope} needs the scope openid.",
    found: "the scope {scope} was asked for without openid",
    change: "Add openid to the scopes asked for.",
  },
  promptNoneNotAlone: {
    error: "invalid_request",
    description: "prompt=none cannot be combined with another value.",
    found: "prompt=none, which forbids every page, came together with a value that asks for one",
    change: "Send prompt=none alone, or leave none out (OIDC Core §3.1.2.1).",
  },
  loginRequired: {
    error: "login_required",
    description: "The person has to sign in.",
    found: "prompt=none forbade every page, and nobody was signed in in this browser, or not recently enough",
    change: "Send the person to /oauth2/authorize without prompt=none.",
  },
  otherPersonSignedIn: {
    error: "login_required",
    description: "Somebody else is signed in than id_token_hint names.",
    found: "the person signed in in this browser is not the one that id_token_hint names",
    change: "Leave id_token_hint out, or have the person sign in as the one it names.",
  },
  idTokenHintInvalid: {
    error: "invalid_request",
    description: "id_token_hint is not an ID token that this pool issued to this client.",
    found: "id_token_hint was altered, or was issued by another server or to another client",
    change: "Send an ID token of the same app client, as it came; it may have expired.",
  },
  identityProviderUnknown: {
    error: "invalid_request",
    description: "The client has no such identity provider.",
    found: "the identity provider asked for is not one that the client {client_id} can use",
    change: "Leave identity_provider and idp_identifier out, or send identity_provider=COGNITO.",
  },
  requestObjectNotSupported: {
    error: "request_not_supported",
    description: "Request objects are not supported.",
    found: "the request came as a request object",
    change: "Send the parameters themselves instead of request.",
  },
  requestUriNotSupported: {
    error: "request_uri_not_supported",
    description: "Request objects by reference are not supported.",
    found: "the request was to be fetched from a request_uri; nothing was fetched",
    change: "Send the parameters themselves instead of request_uri.",
  },
  resourceNotSupported: {
    error: "invalid_target",
    description: "The parameter resource is not supported by this version.",
    found: "an access token for one resource was asked for, which this version cannot issue",
    change: "Leave resource out, and let the API check client_id and scope of the access token.",
  },
  signInCancelled: {
    error: "access_denied",
    description: "The person went back without signing in.",
    found: "the person followed the way back to the app instead of signing in",
    change: "Show the app's start page; nothing is wrong.",
  },
  logoutUriNotRegistered: {
    error: "invalid_request",
    description: "The address to go to after signing out is not one of the client's.",
    found:
      "the address {redirect_uri} is not, character for character, one that the client {client_id} may be sent to after signing out",
    change:
      "Register it in the app client's LogoutURLs (or CallbackURLs, when it is sent as redirect_uri) exactly as the app sends it.",
  },
  confirmationRefused: {
    error: "invalid_request",
    description: "The link of the confirmation mail confirms no account now.",
    found: "the link of a confirmation mail was answered as ConfirmSignUp would: {exception}",
    change: "Have another mail sent (ResendConfirmationCode), or confirm the account (AdminConfirmSignUp).",
  },
  confirmationAddressTaken: {
    error: "invalid_request",
    description: "The address of the sign-up belongs to another account.",
    found: "the link of a confirmation mail was good, but its address is an alias of another account",
    change: "Have the person sign in with that account, or call ConfirmSignUp with ForceAliasCreation.",
  },
  confirmationTooOften: {
    error: "temporarily_unavailable",
    description: "Codes of the account have been tried too often.",
    found: "codes of the account had been tried as often as they may be for now",
    change:
      "Wait, then open the link again: a lock ends within 15 minutes, the limit of tries within an hour.",
  },
  triggerThrew: {
    error: "invalid_request",
    description: "{words_of_the_trigger}",
    found: "a Lambda trigger of the user pool refused it: {words_of_the_trigger}",
    change: "Look at what the function refuses and why; the pool's LambdaConfig names it.",
  },
  triggerNotRun: {
    error: "invalid_request",
    description: "{words_of_the_trigger}",
    found: "a Lambda trigger of the user pool could not be run: {words_of_the_trigger}",
    change:
      "See that something is behind the trigger's ARN and answers within five seconds; the server's log has the details.",
  },
  triggerAnswerInvalid: {
    error: "invalid_request",
    description: "{words_of_the_trigger}",
    found: "a Lambda trigger of the user pool gave an answer that makes no sense",
    change:
      "Have the function return its event with a response of the documented form; the server's log says what was wrong with it.",
  },
  tooBusy: {
    error: "temporarily_unavailable",
    description: "The server has more to do than it should promise; try again.",
    found: "more work was waiting than the server accepts",
    change: "Try again after a moment; if it happens often, give the server more processors.",
  },
  databaseUnavailable: {
    error: "temporarily_unavailable",
    description: "The server cannot reach or change its database at the moment; try again.",
    found:
      "the database was away, its disk was full, or it was busy for too long; the log has the details under this request id",
    change:
      "Try again after a few seconds; if it goes on, see that the database runs and that its disk has room.",
  },
  rateExceeded: {
    error: "temporarily_unavailable",
    description: "Rate exceeded",
    found: "more was asked for within a second than a quota of the server allows",
    change: "Wait as long as Retry-After says, then try again; if it happens often, raise the quota.",
  },
  internal: {
    error: "server_error",
    description: "Something went wrong on the server.",
    found: "the server failed; its log has the details under this request id",
    change: "Give the request id to whoever runs the server.",
  },
} as const satisfies Readonly<Record<string, Cause>>;

/** Fills `{names}` from what the request was found to be. */
export function fill(template: string, detail: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
}
