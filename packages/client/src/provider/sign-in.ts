/** Signing in by the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), in two halves. */
import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  validateAuthResponse,
} from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import { endpointOf } from "./endpoints.ts";
import { explainFailure } from "./failures.ts";
import type { Provider } from "./provider.ts";
import { askTokens, type VerifySignature } from "./token-answer.ts";

export interface SignInRequest {
  /** As registered with the provider, byte for byte. */
  readonly redirectUri: string;
  /** `openid` is added where it is missing. */
  readonly scopes: readonly string[];
  /** Other parameters of the authorization endpoint: `prompt`, `login_hint`, `lang`, `max_age`, … */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** What the browser that began a sign-in must bring back with the answer. Secret, and good once. */
export interface SignInTransaction {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** The address to send the browser to, and what to keep for its return. */
export async function beginSignIn(
  provider: Provider,
  { redirectUri, scopes, parameters = {} }: SignInRequest,
): Promise<{ readonly url: URL; readonly transaction: SignInTransaction }> {
  const url = new URL(endpointOf(await provider.metadata(), "authorization_endpoint"));
  const codeVerifier = generateRandomCodeVerifier();
  const transaction = {
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    codeVerifier,
    redirectUri,
  };
  const own = {
    client_id: provider.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: [...new Set(["openid", ...scopes])].join(" "),
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries({ ...parameters, ...own })) url.searchParams.set(name, value);
  return { url, transaction };
}

/**
 * Redeems the code in the address the browser came back to. The caller has used up the transaction before: a code is sent
 * to the token endpoint once. Throws `state_mismatch`, `callback_issuer_mismatch`, `sign_in_refused`, `token_refused`,
 * `provider_unavailable` or one of the `id_token_…` codes.
 */
export async function completeSignIn(
  provider: Provider,
  transaction: SignInTransaction,
  callback: URL,
  verifySignature: VerifySignature | null,
): Promise<TokenSet> {
  const { state, nonce, codeVerifier, redirectUri } = transaction;
  const metadata = await provider.metadata();
  // Compared by us first, so that an error that belongs to another sign-in cannot end this one.
  if (callback.searchParams.get("state") !== state) throw new ClientError("state_mismatch");
  const answer = await explainFailure(async () =>
    validateAuthResponse(metadata, provider.client(), callback, state),
  );
  const [code, ...others] = answer.getAll("code");
  if (!code || others.length > 0) throw new ClientError("provider_answer_invalid", "it has not one code");
  const parameters = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
  return askTokens(provider, "authorization_code", parameters, { verifySignature, nonce });
}
