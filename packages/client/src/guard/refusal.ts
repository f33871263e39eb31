/** What an API answers instead of opening: RFC 6750 §3, and the same in JSON. */
import { type ClientError, isClientError } from "../errors/client-error.ts";
import type { ErrorCode } from "../errors/codes.ts";
import { printable } from "./quoted.ts";
import type { Requirement } from "./requirement.ts";

export interface RefusalContext {
  readonly realm: string;
  /** What the route needs, for `scope="…"`. */
  readonly scopes: readonly string[];
}

interface Kind {
  readonly status: number;
  /** RFC 6750 §3.1. */
  readonly error?: string;
}

const notNow: Kind = { status: 503 };
const badToken: Kind = { status: 401, error: "invalid_token" };

/** Everything a guard throws; what is not here is about the token. */
const kinds: Partial<Record<ErrorCode, Kind>> = {
  token_missing: { status: 401 },
  token_misplaced: { status: 400, error: "invalid_request" },
  scope_missing: { status: 403, error: "insufficient_scope" },
  group_missing: { status: 403, error: "insufficient_scope" },
  provider_unavailable: notNow,
  provider_answer_invalid: notNow,
  issuer_mismatch: notNow,
};

const retryAfterSeconds = 5;

/** The answer to send; `error.code` decides its status. */
export function refusal(error: ClientError, context: RefusalContext): Response {
  const kind = kinds[error.code] ?? badToken;
  return kind.status === 503 ? unavailable() : challenge(error, kind, context);
}

/** Says nothing about whom we asked and what was wrong there: that is for the API's own log. */
function unavailable(): Response {
  const body = {
    error: "temporarily_unavailable",
    error_description: "The access token could not be checked now",
  };
  return json(503, body, { "retry-after": String(retryAfterSeconds) });
}

function challenge(
  failure: ClientError,
  { status, error }: Kind,
  { realm, scopes }: RefusalContext,
): Response {
  const description = `${failure.message.charAt(0).toUpperCase()}${failure.message.slice(1)}`;
  const scope = isClientError(failure, "scope_missing") ? { scope: scopes.join(" ") } : {};
  // Whoever sent nothing has made no error yet (RFC 6750 §3.1).
  const parameters =
    error === undefined ? { realm } : { realm, error, error_description: description, ...scope };
  const header = Object.entries(parameters).map(
    // A group, for one, may have any name.
    ([name, value]) => `${name}="${printable(value)}"`,
  );
  const body = { error: error ?? failure.code, error_description: description, ...scope };
  return json(status, body, { "www-authenticate": `Bearer ${header.join(", ")}` });
}

function json(status: number, body: object, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** All scopes that a route needs, each once. */
export function neededScopes(always: readonly string[], { scopes = [] }: Requirement): readonly string[] {
  return [...new Set([...always, ...scopes])];
}
