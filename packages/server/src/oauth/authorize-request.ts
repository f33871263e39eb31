/**
 * The authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2.1). First the client and its address, whose failures are
 * shown on a page and never redirected; then everything else, whose failures go to that address. The request is read
 * anew at every step of the hosted pages, so that changes to the client take effect.
 */
import type { Client } from "../core/clients/client.ts";
import { findClient, type PoolAndClient } from "../core/clients/find-client.ts";
import { signInScopes } from "../core/clients/scopes.ts";
import type { Sub } from "../core/ids.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import { issuerOf } from "../core/tokens/issuer.ts";
import { takesSignUps } from "../core/users/self-service.ts";
import {
  codeChallengeOf,
  maxAgeOf,
  promptOf,
  refuseUnknownIdentityProvider,
  refuseUnsupported,
  responseModeOf,
  responseTypeOf,
} from "./authorize-parameters.ts";
import type { ResponseMode, ResponseTarget } from "./authorize-response.ts";
import { OAuthFailure, refuse } from "./failures.ts";
import { requireOAuthFlow } from "./grants/allowed-flow.ts";
import { readIdTokenHint } from "./id-token-hint.ts";
import { askedScopes, collectParameters, type Parameters, repeatedParameter } from "./parameters.ts";
import { isRegisteredCallback } from "./redirect-uri.ts";
import { showable, showableClientId } from "./showable.ts";

export interface AuthorizeRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly target: ResponseTarget;
  readonly responseType: "code" | "token";
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompt: "none" | "login" | undefined;
  readonly maxAgeSeconds: number | undefined;
  /** The only person who may sign in, if there is one. */
  readonly hintedSub: Sub | undefined;
  readonly loginHint: string | undefined;
  /** The page that people who are not signed in see first; a page of their own account follows the sign-in. */
  readonly screen: "signIn" | "signUp" | OwnScreen;
  /** The same request as a query, without unknown parameters. */
  readonly query: string;
}

/** Pages for people who are signed in, by the `screen_hint` that leads to each. */
export const ownScreens = {
  add_passkey: "addPasskey",
  account: "account",
  change_email: "changeEmail",
  change_phone: "changePhone",
  change_password: "changePassword",
  set_up_app: "addApp",
  account_passkey: "accountPasskey",
} as const;

export type OwnScreen = (typeof ownScreens)[keyof typeof ownScreens];

export function isOwnScreen(screen: string): screen is OwnScreen {
  return Object.values<string>(ownScreens).includes(screen);
}

export type AuthorizeCheck =
  | { readonly ok: true; readonly request: AuthorizeRequest }
  /** Without a target the failure is a page. */
  | { readonly ok: false; readonly failure: OAuthFailure; readonly target: ResponseTarget | undefined };

export async function readAuthorizeRequest(world: World, encoded: string): Promise<AuthorizeCheck> {
  const { parameters, repeated } = collectParameters(encoded);
  let target: ResponseTarget | undefined;
  try {
    const asker = await findAsker(world, parameters, repeated);
    const mode = modeForFailures(parameters);
    target = {
      redirectUri: redirectUriOf(asker.client, parameters, repeated),
      mode,
      state:
        repeated.includes("state") || !isSendable(mode, parameters["state"])
          ? undefined
          : parameters["state"],
      issuer: issuerOf(world, asker.pool.poolId),
      clientId: asker.client.clientId,
      clientName: asker.client.settings.ClientName ?? asker.client.clientId,
      poolName: asker.pool.settings.Name ?? asker.pool.poolId,
    };
    refuseUnreadable(parameters, repeated);
    if (!isSendable(mode, parameters["state"])) {
      throw refuse("parameterMalformed", {
        parameter: "state",
        expected: "one line of text, which form_post can carry",
      });
    }
    return { ok: true, request: await checkRequest(world, asker, target, parameters) };
  } catch (error) {
    if (error instanceof OAuthFailure) return { ok: false, failure: error, target };
    throw error;
  }
}

/** Every address that the client has registered, this request's first. */
export function addressesOf({ client, target }: AuthorizeRequest): readonly string[] {
  const { CallbackURLs = [], LogoutURLs = [] } = client.settings;
  return [target.redirectUri, ...CallbackURLs, ...LogoutURLs];
}

async function checkRequest(
  world: World,
  { pool, client }: PoolAndClient,
  target: ResponseTarget,
  parameters: Parameters,
): Promise<AuthorizeRequest> {
  refuseUnsupported(parameters);
  const responseType = responseTypeOf(parameters);
  if (responseType === "code") requireOAuthFlow(client, "code", "authorization_code");
  else requireOAuthFlow(client, "implicit", "implicit");
  refuseUnknownIdentityProvider(client, parameters);
  return {
    pool,
    client,
    target: { ...target, mode: responseModeOf(parameters, responseType) },
    responseType,
    codeChallenge: codeChallengeOf(parameters),
    scopes: await scopesOf(world, client, parameters),
    prompt: promptOf(parameters),
    maxAgeSeconds: maxAgeOf(parameters),
    hintedSub: await hintedSubOf(world, pool, client, parameters),
    nonce: parameters["nonce"],
    loginHint: parameters["login_hint"],
    screen: screenOf(pool, parameters),
    query: queryOf(parameters),
  };
}

function screenOf(pool: Pool, { screen_hint: hint }: Parameters): AuthorizeRequest["screen"] {
  const own = Object.entries(ownScreens).find(([name]) => name === hint);
  if (own !== undefined) return own[1];
  return hint === "signup" && takesSignUps(pool) ? "signUp" : "signIn";
}

async function findAsker(
  world: World,
  parameters: Parameters,
  repeated: readonly string[],
): Promise<PoolAndClient> {
  if (repeated.includes("client_id")) throw repeatedParameter("client_id");
  const id = parameters["client_id"];
  if (id === undefined) throw refuse("parameterMissing", { parameter: "client_id" });
  const found = await findClient(world, id);
  if (found === undefined) throw refuse("clientUnknown", { client_id: showableClientId(id) });
  return found;
}

/** `DefaultRedirectURI` stands in for a missing one; it must be registered like any other. */
function redirectUriOf(client: Client, parameters: Parameters, repeated: readonly string[]): string {
  if (repeated.includes("redirect_uri")) throw repeatedParameter("redirect_uri");
  const { CallbackURLs = [], DefaultRedirectURI } = client.settings;
  const detail = { client_id: client.clientId };
  const redirectUri = parameters["redirect_uri"] ?? DefaultRedirectURI;
  if (redirectUri === undefined) throw refuse("redirectUriMissing", detail);
  if (!isRegisteredCallback(CallbackURLs, redirectUri)) {
    throw refuse("redirectUriNotRegistered", { ...detail, redirect_uri: showable(redirectUri, 256) });
  }
  return redirectUri;
}

/** The failure may be in the very parameters that say how to answer: then the default way is used. */
function modeForFailures(parameters: Parameters): ResponseMode {
  const { response_mode: mode, response_type: type = "" } = parameters;
  if (mode === "form_post" || mode === "fragment") return mode;
  return type.includes("token") ? "fragment" : "query";
}

/** Browsers turn line breaks in a form into CR LF, and NUL into U+FFFD. */
function isSendable(mode: ResponseMode, state = ""): boolean {
  return mode !== "form_post" || !["\0", "\r", "\n"].some((character) => state.includes(character));
}

const longestValue = 4096;
/** An ID token contains the person's groups. It is passed on in URLs, so more than half of a request head's limit is too much. */
const longestHint = 16_384;

/** `state` is returned byte for byte or not at all, so what is not valid UTF-8 is refused (AZ-10). */
function refuseUnreadable(parameters: Parameters, repeated: readonly string[]): void {
  if (repeated[0] !== undefined) throw repeatedParameter(repeated[0]);
  for (const parameter of carried) {
    const value = parameters[parameter] ?? "";
    const longest = parameter === "id_token_hint" ? longestHint : longestValue;
    if (new TextEncoder().encode(value).length > longest) {
      throw refuse("parameterMalformed", { parameter, expected: `at most ${longest} bytes long` });
    }
    if (value.includes("\ufffd")) throw refuse("parameterMalformed", { parameter, expected: "UTF-8" });
  }
}

async function scopesOf(world: World, client: Client, parameters: Parameters): Promise<readonly string[]> {
  const detail = { client_id: client.clientId };
  const asked = askedScopes(parameters);
  const decision = await signInScopes(world, client, asked);
  if (!decision.ok) throw refuse("scopeNotAllowed", { ...detail, scope: showable(decision.refused, 256) });
  const needy = asked?.find((scope) => ["email", "phone", "profile"].includes(scope));
  if (needy !== undefined && !decision.granted.includes("openid")) {
    throw refuse("scopeNeedsOpenid", { ...detail, scope: needy });
  }
  return decision.granted;
}

async function hintedSubOf(
  world: World,
  pool: Pool,
  client: Client,
  parameters: Parameters,
): Promise<Sub | undefined> {
  const token = parameters["id_token_hint"];
  if (token === undefined) return undefined;
  const hint = await readIdTokenHint(world, token);
  if (hint?.pool.poolId === pool.poolId && hint.clientId === client.clientId) return hint.sub;
  throw refuse("idTokenHintInvalid", { client_id: client.clientId });
}

/** What a request may say, and what goes on with it from page to page. */
const carried = [
  "client_id",
  "redirect_uri",
  "response_type",
  "response_mode",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "prompt",
  "max_age",
  "id_token_hint",
  "login_hint",
  "screen_hint",
  "identity_provider",
  "lang",
  "ui_locales",
  "acr_values",
] as const;

function queryOf(parameters: Parameters): string {
  const pairs = carried.flatMap((name): [string, string][] => {
    const value = parameters[name];
    return value === undefined ? [] : [[name, value]];
  });
  return new URLSearchParams(pairs).toString();
}
