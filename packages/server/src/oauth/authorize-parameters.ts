/** Each parameter of an authorization request that has rules of its own: its value, or the refusal. */
import type { Client } from "../core/clients/client.ts";
import type { ResponseMode } from "./authorize-response.ts";
import { refuse } from "./failures.ts";
import { type Parameters, requireParameter } from "./parameters.ts";

/** Ignoring these would answer another question than the one asked (OIDC Core §6, RFC 8707 §2). */
export function refuseUnsupported(parameters: Parameters): void {
  if (parameters["request"] !== undefined) throw refuse("requestObjectNotSupported");
  if (parameters["request_uri"] !== undefined) throw refuse("requestUriNotSupported");
  if (parameters["resource"] !== undefined) throw refuse("resourceNotSupported");
}

export function responseTypeOf(parameters: Parameters): "code" | "token" {
  const type = requireParameter(parameters, "response_type");
  if (type === "code" || type === "token") return type;
  throw refuse("responseTypeUnknown");
}

export function responseModeOf(parameters: Parameters, responseType: "code" | "token"): ResponseMode {
  const mode = parameters["response_mode"] ?? (responseType === "code" ? "query" : "fragment");
  if (mode !== "query" && mode !== "fragment" && mode !== "form_post") {
    throw refuse("parameterMalformed", {
      parameter: "response_mode",
      expected: "query, fragment or form_post",
    });
  }
  if (mode === "query" && responseType === "token") throw refuse("responseModeNotAllowed");
  return mode;
}

/** S256 only: `plain` protects nothing (RFC 9700 §2.1.1). */
export function codeChallengeOf(parameters: Parameters): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = parameters;
  if (challenge === undefined) {
    if (method === undefined) return undefined;
    throw refuse("parameterMissing", { parameter: "code_challenge" });
  }
  if (method !== "S256") throw refuse("codeChallengeNotS256");
  if (/^[\w-]{43}$/.test(challenge)) return challenge;
  throw refuse("parameterMalformed", {
    parameter: "code_challenge",
    expected: "43 characters of base64url, the SHA-256 of the verifier",
  });
}

/** `select_account` and `consent` are for providers that ask; Cognito forwards them and asks nothing itself. */
export function promptOf(parameters: Parameters): "none" | "login" | undefined {
  const prompts = (parameters["prompt"] ?? "").split(" ").filter((prompt) => prompt !== "");
  if (!prompts.every((prompt) => ["none", "login", "select_account", "consent"].includes(prompt))) {
    throw refuse("parameterMalformed", {
      parameter: "prompt",
      expected: "none, login, select_account or consent",
    });
  }
  if (!prompts.includes("none")) return prompts.includes("login") ? "login" : undefined;
  if (prompts.length > 1) throw refuse("promptNoneNotAlone");
  return "none";
}

export function maxAgeOf(parameters: Parameters): number | undefined {
  const maxAge = parameters["max_age"];
  if (maxAge === undefined) return undefined;
  if (/^[0-9]{1,10}$/.test(maxAge)) return Number(maxAge);
  throw refuse("parameterMalformed", { parameter: "max_age", expected: "a whole number of seconds" });
}

/** There is one provider, the pool itself. Asking for another must not end at a password that it never had. */
export function refuseUnknownIdentityProvider({ clientId, settings }: Client, parameters: Parameters): void {
  const { SupportedIdentityProviders = [] } = settings;
  const { identity_provider: provider = "COGNITO", idp_identifier: alternateName } = parameters;
  const isOpen = SupportedIdentityProviders.length === 0 || SupportedIdentityProviders.includes("COGNITO");
  if (provider === "COGNITO" && alternateName === undefined && isOpen) return;
  throw refuse("identityProviderUnknown", { client_id: clientId });
}
