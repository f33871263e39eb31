/**
 * `/logout`, in both dialects: Cognito's (`client_id` with `logout_uri`, or with `redirect_uri` to sign in again) and
 * OpenID Connect's (RP-Initiated Logout §2). Nobody is ever sent to an address that the client has not registered
 * (LO-01).
 */
import type { Client } from "../core/clients/client.ts";
import { findClient, type PoolAndClient } from "../core/clients/find-client.ts";
import type { Sub } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { refuse } from "./failures.ts";
import { type IdTokenHint, readIdTokenHint } from "./id-token-hint.ts";
import { type Parameters, parseParameters } from "./parameters.ts";
import { isRegisteredCallback } from "./redirect-uri.ts";
import { showable, showableClientId } from "./showable.ts";

export interface LogoutRequest {
  readonly asker: PoolAndClient;
  /** Where to go afterwards; undefined for a page that says it is done. */
  readonly location: string | undefined;
  /** Whose sign-out the app asks for: `"anyone"` as Cognito's form does, undefined when it cannot say (LO-03). */
  readonly meant: Sub | "anyone" | undefined;
}

export async function readLogoutRequest(world: World, encoded: string): Promise<LogoutRequest> {
  const parameters = parseParameters(encoded);
  const hint = await hintOf(world, parameters);
  const asker = await findAsker(world, parameters, hint);
  const { client } = asker;
  const { logout_uri, redirect_uri, post_logout_redirect_uri, state } = parameters;
  if (logout_uri !== undefined) {
    return { asker, location: registered(client, logout_uri), meant: "anyone" };
  }
  if (redirect_uri !== undefined)
    return { asker, location: loginLocation(client, parameters), meant: "anyone" };
  const isOurs = hint?.clientId === client.clientId && hint.pool.poolId === client.poolId;
  return {
    asker,
    location: post_logout_redirect_uri && withState(registered(client, post_logout_redirect_uri), state),
    meant: isOurs ? hint.sub : undefined,
  };
}

async function hintOf(world: World, parameters: Parameters): Promise<IdTokenHint | undefined> {
  const token = parameters["id_token_hint"];
  return token === undefined ? undefined : readIdTokenHint(world, token);
}

async function findAsker(
  world: World,
  parameters: Parameters,
  hint: IdTokenHint | undefined,
): Promise<PoolAndClient> {
  const id = parameters["client_id"] ?? hint?.clientId;
  if (id === undefined) throw refuse("parameterMissing", { parameter: "client_id" });
  const found = await findClient(world, id);
  if (found === undefined) throw refuse("clientUnknown", { client_id: showableClientId(id) });
  return found;
}

function registered(client: Client, uri: string): string {
  if (client.settings.LogoutURLs?.includes(uri)) return uri;
  throw notRegistered(client, uri);
}

/** To the sign-in page, with everything that came but what only signs out. */
function loginLocation(client: Client, parameters: Parameters): string {
  const redirectUri = parameters["redirect_uri"] ?? "";
  if (!isRegisteredCallback(client.settings.CallbackURLs ?? [], redirectUri))
    throw notRegistered(client, redirectUri);
  if (parameters["response_type"] === undefined)
    throw refuse("parameterMissing", { parameter: "response_type" });
  const entries = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `/login?${new URLSearchParams(entries)}`;
}

function notRegistered(client: Client, uri: string): Error {
  return refuse("logoutUriNotRegistered", { client_id: client.clientId, redirect_uri: showable(uri, 256) });
}

function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri;
  return `${uri}${uri.includes("?") ? "&" : "?"}state=${encodeURIComponent(state)}`;
}
