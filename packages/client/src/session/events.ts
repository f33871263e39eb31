import { isClientError } from "../errors/client-error.ts";
import type { ErrorCode } from "../errors/codes.ts";

/** What happened to sessions, for logs and counters. No token is in any of them. */
export type SessionEvent =
  | { readonly type: "signed_in"; readonly subject: string }
  /** Also when a person cancelled, and when it could not begin. `code` says why. */
  | { readonly type: "sign_in_failed"; readonly code: ErrorCode; readonly error: unknown }
  | { readonly type: "signed_out"; readonly subject: string; readonly isRevoked: boolean }
  /** The provider ended all sessions of somebody, or one of them. */
  | { readonly type: "signed_out_by_provider"; readonly sessions: number }
  | { readonly type: "renewed"; readonly subject: string }
  /** The session is kept, unless `code` is `session_ended`. */
  | {
      readonly type: "renewal_failed";
      readonly subject: string;
      readonly code: ErrorCode;
      readonly error: unknown;
    }
  /** A new token set that somebody else's was preferred to: two processes renewed one session, which a long pause can cause. */
  | { readonly type: "renewal_discarded"; readonly subject: string }
  /** A request of a browser that was answered with an error of ours, or whose session could not be opened. */
  | { readonly type: "request_failed"; readonly path: string; readonly error: unknown };

/** For an event. What is no error of the kit came from a provider's answer that nobody foresaw. */
export function codeOf(error: unknown): ErrorCode {
  return isClientError(error) ? error.code : "provider_answer_invalid";
}
