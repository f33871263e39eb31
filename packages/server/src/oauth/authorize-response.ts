/** Where an answer of the authorization endpoint goes and what it contains; `http/` sends it. */
import type { ClientId } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import type { OAuthFailure } from "./failures.ts";

export type ResponseMode = "query" | "fragment" | "form_post";

/** Known to belong to the client: the only kind of address that anything is sent to. */
export interface ResponseTarget {
  readonly redirectUri: string;
  readonly mode: ResponseMode;
  readonly state: string | undefined;
  readonly issuer: string;
  readonly clientId: ClientId;
  /** For the page of a form_post. */
  readonly clientName: string;
  readonly poolName: string;
}

export interface AuthorizeResponse {
  readonly target: ResponseTarget;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** `state` and `iss` go with every answer, good or bad (RFC 6749 §4.1.2, RFC 9207 §2). */
export function respond(
  target: ResponseTarget,
  parameters: AuthorizeResponse["parameters"],
): AuthorizeResponse {
  const state = target.state === undefined ? [] : [["state", target.state] as const];
  return { target, parameters: [...parameters, ...state, ["iss", target.issuer]] };
}

/** The request id leads to the event, for whoever asks `poolhouse explain`. */
export function respondWithFailure(
  world: Pick<World, "settings">,
  target: ResponseTarget,
  failure: OAuthFailure,
  requestId?: string,
): AuthorizeResponse {
  return respond(target, [
    ["error", failure.entry.error],
    ["error_description", failure.description],
    ["error_uri", errorUri(world, failure)],
    ...(requestId === undefined ? [] : [["request_id", requestId] as const]),
  ]);
}

/** Where the cause is explained. */
export function errorUri({ settings }: Pick<World, "settings">, { entry, causeName }: OAuthFailure): string {
  return `${settings.publicUrl}/errors/${entry.error}#${causeName}`;
}

/** The address to go to, for the two modes that are addresses. */
export function responseUrl({ target: { redirectUri, mode }, parameters }: AuthorizeResponse): string {
  const encoded = parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  if (mode === "fragment") return `${redirectUri}#${encoded}`;
  return `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${encoded}`;
}
