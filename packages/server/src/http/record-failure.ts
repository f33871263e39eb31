/** Stores why an OAuth request failed, for `poolhouse explain`. */
import { findClient } from "../core/clients/find-client.ts";
import { recordFailure } from "../core/events/record.ts";
import { Unavailable } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { Detail, OAuthFailure } from "../oauth/failures.ts";
import type { HttpRequest } from "./request.ts";
import { noteIds } from "./request-facts.ts";

/** The answer does not depend on it: a database that cannot keep the reason is told to the log. */
export async function recordOAuthFailure(
  world: World,
  request: HttpRequest,
  failure: OAuthFailure,
  asked: Detail = {},
): Promise<void> {
  request.facts.error = failure.entry.error;
  try {
    await record(world, request, failure, { ...asked, ...failure.detail });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const { requestId } = request;
    world.log.error({ requestId, cause: failure.causeName, err: error }, "a failure could not be recorded");
  }
}

async function record(
  world: World,
  request: HttpRequest,
  failure: OAuthFailure,
  detail: Detail,
): Promise<void> {
  const found = await findClient(world, detail["client_id"] ?? "");
  noteIds(request.facts, found?.pool.poolId, found?.client.clientId);
  await recordFailure(world, {
    poolId: found?.pool.poolId,
    requestId: request.requestId,
    door: request.path,
    cause: failure.causeName,
    error: failure.entry.error,
    detail,
  });
}
