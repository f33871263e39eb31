/**
 * Turns what the protocol library and the network throw into the kit's own errors. The library's errors carry what they
 * were about, tokens included, so none of them is kept as a cause: only its words are.
 */
import {
  AuthorizationResponseError,
  KEY_SELECTION,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { ClientError, isClientError, type OAuthRefusal } from "../errors/client-error.ts";
import type { ErrorCode } from "../errors/codes.ts";

/** Does `work` and lets it fail with a `ClientError` only. */
export async function explainFailure<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw await explained(error);
  }
}

async function explained(error: unknown): Promise<ClientError> {
  if (isClientError(error)) return error;
  if (error instanceof ResponseBodyError) return tokenRefusal(error.status, refusalIn(error));
  if (error instanceof WWWAuthenticateChallengeError) return challenged(error);
  if (error instanceof AuthorizationResponseError) {
    return new ClientError("sign_in_refused", words(refusalIn(error)), { oauth: refusalIn(error) });
  }
  if (error instanceof UnsupportedOperationError || error instanceof OperationProcessingError) {
    return statusFailure(error) ?? new ClientError(codeOf(error), error.message);
  }
  // `fetch` failed, or took too long. What it says names an address at most.
  return new ClientError("provider_unavailable", error instanceof Error ? error.message : undefined, {
    cause: error,
  });
}

/** RFC 6749 §5.2, except that a server in trouble may use the same form for "not now". */
function tokenRefusal(status: number, oauth: OAuthRefusal): ClientError {
  const isPassing = status === 429 || status >= 500 || oauth.error === "temporarily_unavailable";
  return new ClientError(isPassing ? "provider_unavailable" : "token_refused", words(oauth), { oauth });
}

/** `invalid_client` after Basic comes as 401 with a challenge (RFC 6749 §5.2); its body has the words. */
async function challenged({
  response,
  status,
  cause: challenges,
}: WWWAuthenticateChallengeError): Promise<ClientError> {
  const body: unknown = await response.json().catch(() => undefined);
  const source = typeof body === "object" && body !== null ? body : challenges[0]?.parameters;
  return tokenRefusal(status, refusalIn(source ?? {}));
}

function refusalIn(source: object): OAuthRefusal {
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(source, name);
    return typeof value === "string" ? withoutSecrets(value) : undefined;
  };
  return {
    error: text("error") ?? "unauthorized",
    description: text("error_description"),
    uri: text("error_uri") ?? uriIn(Reflect.get(source, "cause")),
  };
}

/**
 * Some servers repeat what they were sent. Tokens and secrets are long runs with digits, and words are not; what is no
 * printable ASCII does not belong here at all (RFC 6749 §5.2).
 */
function withoutSecrets(text: string): string {
  return text
    .slice(0, 2000)
    .replaceAll(/[^\x20-\x7E]/g, "?")
    .replaceAll(/(?=[\w.~+-]*\d)[\w.~+-]{40,}=*/g, "[removed]")
    .slice(0, 500);
}

/** The library keeps the answer itself as the cause of these. */
function uriIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const uri: unknown =
    body instanceof URLSearchParams ? body.get("error_uri") : Reflect.get(body, "error_uri");
  return typeof uri === "string" ? withoutSecrets(uri) : undefined;
}

function words({ error, description }: OAuthRefusal): string {
  return description === undefined ? error : `${error} (${description})`;
}

/** A page from a proxy in front of the provider says nothing about the request. */
function statusFailure({ cause }: Error): ClientError | undefined {
  const response = cause instanceof Response ? cause : undefined;
  if (response === undefined || (response.status < 500 && response.status !== 429)) return undefined;
  return new ClientError("provider_unavailable", `status ${response.status}`);
}

/** The library tells its reasons apart by their words; the tests of a misbehaving provider hold on to each. */
const reasons: readonly (readonly [RegExp, ErrorCode])[] = [
  [/body "issuer" property/, "issuer_mismatch"],
  [/response parameter "iss"/, "callback_issuer_mismatch"],
  [/"iss" \(issuer\) response parameter/, "callback_issuer_mismatch"],
  [/"state" (response parameter|.*missing)|response parameter "state"/, "state_mismatch"],
  [/JWT "alg" header|unsupported JWS|"crit"|HMAC/, "id_token_algorithm"],
  [/JWT signature verification failed/, "id_token_signature"],
  [/"nonce"/, "id_token_nonce"],
  [/"azp"/, "id_token_authorized_party"],
  [/"aud"/, "id_token_audience"],
  [/"iss"/, "id_token_issuer"],
  [/"sub" property/, "userinfo_subject"],
  [/"sub"/, "id_token_subject"],
  [/"iat"/, "id_token_issued_at"],
  [/"exp"|"nbf"/, "id_token_expired"],
  [/"id_token" property/, "id_token_missing"],
  [/JWT|JWE/, "id_token_malformed"],
];

function codeOf(error: OperationProcessingError | UnsupportedOperationError): ErrorCode {
  if (error.code === KEY_SELECTION) return "id_token_key";
  return reasons.find(([pattern]) => pattern.test(error.message))?.[1] ?? "provider_answer_invalid";
}
