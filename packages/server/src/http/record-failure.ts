/** Keeps why an OAuth request failed, for `poolhouse explain`. */
import { findClient } from "../core/clients/find-client.ts";
import { recordFailure } from "../core/events/record.ts";
import type { World } from "../core/ports.ts";
import type { Detail, OAuthFailure } from "../oauth/failures.ts";
import type { HttpRequest } from "./request.ts";
import { noteIds } from "./request-facts.ts";

export async function recordOAuthFailure(
  world: World,
  request: HttpRequest,
  failure: OAuthFailure,
  asked: Detail = {},
): Promise<void> {
  const detail = { ...asked, ...failure.detail };
  const found = await findClient(world, detail["client_id"] ?? "");
  request.facts.error = failure.entry.error;
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
