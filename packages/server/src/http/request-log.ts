/**
 * One log line for each request that was answered. Health checks and the files of pages are not worth one, and requests
 * refused by a quota are counted elsewhere (`core/rates/refusal-log.ts`), because a flood must not fill the disk.
 */
import type { Log } from "../core/ports.ts";
import type { RequestFacts } from "./request-facts.ts";
import type { RequestWatcher } from "./request-watcher.ts";

export function requestLog(log: Log): RequestWatcher {
  return async (request, answer) => {
    const begin = performance.now();
    const reply = await answer();
    const { facts } = request;
    if (isWorthALine(facts, reply.status)) {
      const durationMs = Math.round((performance.now() - begin) * 10) / 10;
      const level = reply.status >= 500 ? "warn" : "info";
      log[level]({ ...saidOf(facts), status: reply.status, durationMs }, "request");
    }
    return reply;
  };
}

function isWorthALine({ route, quota }: RequestFacts, status: number): boolean {
  if (quota !== undefined) return false;
  return status >= 400 || !(route.startsWith("/health/") || route.startsWith("/_assets/"));
}

/** By name, so that what somebody adds to the facts does not get here by itself. */
function saidOf(facts: RequestFacts): Readonly<Record<string, string | undefined>> {
  const { requestId, traceId, method, route, operation, grantType, poolId, clientId, error, actor } = facts;
  const who = actor.kind === "anonymous" ? undefined : `${actor.kind} ${actor.id}`;
  return { requestId, traceId, method, route, operation, grantType, poolId, clientId, actor: who, error };
}
