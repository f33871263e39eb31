/** One paragraph about a request that failed: what was asked, what was found, what to change. */
import { type CauseName, causes, fill } from "./causes.ts";
import type { Event } from "./event.ts";

export function explain(event: Event): string {
  const cause = causes[isCauseName(event.cause) ? event.cause : "internal"];
  const asked = askedOf(event);
  const at = new Date(event.at).toISOString();
  const found = fill(cause.found, event.detail);
  const change = fill(cause.change, event.detail);
  return `At ${at}, ${asked} came to ${event.door} and was answered ${event.error}: ${found}. What to change: ${change}`;
}

function isCauseName(name: string): name is CauseName {
  return Object.hasOwn(causes, name);
}

function askedOf({ detail, poolId }: Event): string {
  const grant = detail["grant_type"];
  const client = detail["client_id"];
  const request = grant === undefined ? "a request" : `a request for the grant ${grant}`;
  const asker = client === undefined ? "" : ` of the client ${client}`;
  return `${request}${asker}${poolId === undefined ? "" : ` (user pool ${poolId})`}`;
}
