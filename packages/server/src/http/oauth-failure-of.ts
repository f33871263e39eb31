/**
 * Turns any error into a failure that an OAuth client can be told: a refusal with its cause; or a fault of ours without
 * details, which go to the log.
 */
import { Overloaded, Unavailable } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { OAuthFailure, refuse } from "../oauth/failures.ts";
import type { HttpRequest } from "./request.ts";

export function oauthFailureOf(
  world: World,
  { requestId, facts }: HttpRequest,
  error: unknown,
): OAuthFailure {
  if (error instanceof OAuthFailure) return error;
  if (error instanceof Overloaded) return refuse("tooBusy");
  world.log.error({ requestId, err: error }, `${facts.route} failed`);
  return refuse(error instanceof Unavailable ? "databaseUnavailable" : "internal");
}
