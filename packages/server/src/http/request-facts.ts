/**
 * What is learned about a request while it is answered, for the audit log, the log, the metrics and the traces. Only
 * what is neither secret nor unverified: ids that exist or were proven, and names from our own tables.
 */
import type { Actor, Trail } from "../core/audit/audit-record.ts";
import { isClientIdForm } from "../core/ids.ts";
import type { QuotaName } from "../model/quotas.ts";

/** The door that finds something out writes it here. */
export interface RequestFacts extends Trail {
  readonly method: string;
  /** The template that matched, or `unknown`: never the path as it was sent. */
  readonly route: string;
  actor: Actor;
  action: string;
  /** Of the JSON API. */
  operation?: string;
  /** Of the token endpoint: one that exists, or `unknown`. */
  grantType?: string;
  poolId?: string;
  clientId?: string;
  /** The error that the client sees. */
  error?: string;
  /** It was one too many for it. */
  quota?: QuotaName;
  /** W3C Trace Context, where it is traced. */
  traceId?: string;
}

const anonymous: Actor = { kind: "anonymous", id: "" };

export function newFacts(asked: {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly source: string;
}): RequestFacts {
  return { ...asked, actor: anonymous, action: `${asked.method} ${asked.route}` };
}

/** Texts of strangers that have the form of an id; whatever else they put there, it stays unsaid. */
export function noteIds(facts: RequestFacts, poolId: unknown, clientId: unknown): void {
  if (typeof poolId === "string" && /^[a-z0-9-]{5,30}_[A-Za-z0-9]{1,20}$/.test(poolId)) facts.poolId = poolId;
  if (typeof clientId === "string" && isClientIdForm(clientId)) facts.clientId = clientId;
}
