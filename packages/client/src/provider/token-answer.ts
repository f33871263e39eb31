/** From the token endpoint to a token set, with the checks that the protocol library leaves to its callers. */
import {
  genericTokenEndpointRequest,
  getValidatedIdTokenClaims,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { type IdTokenClaims, renewalTime, type TokenSet } from "../tokens/token-set.ts";
import { explainFailure } from "./failures.ts";
import type { Provider } from "./provider.ts";
import { requireTokenCharacters } from "./token-characters.ts";

/** Checks the signature of the ID token in an answer; see `signature.ts`. */
export interface VerifySignature {
  (provider: Provider, response: Response): Promise<void>;
  /** Gets what the check needs before a refresh token is used up: an answer that cannot be checked is a lost one. */
  readonly ready?: ((provider: Provider) => Promise<void>) | undefined;
}

export interface AnswerCheck {
  /**
   * `null`: TLS alone vouches for the ID token, since it comes from the token endpoint itself (OpenID Connect Core §3.1.3.7,
   * number 6). Lost is what a second proof would give if somebody else answered in the provider's name.
   */
  readonly verifySignature: VerifySignature | null;
  /** Of the sign-in. */
  readonly nonce?: string | undefined;
  /** What a refresh renews. */
  readonly before?: TokenSet | undefined;
}

/** Seconds that the provider's clock may be ahead. */
const tolerance = 60;

/**
 * One request and its answer. Throws `token_refused`, `provider_unavailable`, `provider_answer_invalid` or an `id_token_…` code.
 *
 * The library's form for any grant, since its forms for each add little but code.
 */
export async function askTokens(
  provider: Provider,
  grantType: "authorization_code" | "refresh_token",
  parameters: Record<string, string>,
  check: AnswerCheck,
): Promise<TokenSet> {
  const metadata = await provider.metadata();
  const client = provider.client();
  const { authentication, request } = provider;
  return explainFailure(async () => {
    const response = await genericTokenEndpointRequest(
      metadata,
      client,
      authentication,
      grantType,
      parameters,
      request,
    );
    const answer = await processGenericTokenEndpointResponse(metadata, client, response);
    requireTokenCharacters(answer);
    return tokenSetOf(provider, response, answer, check);
  });
}

async function tokenSetOf(
  provider: Provider,
  response: Response,
  answer: TokenEndpointResponse,
  { verifySignature, nonce, before }: AnswerCheck,
): Promise<TokenSet> {
  const now = provider.now();
  const claims = getValidatedIdTokenClaims(answer);
  if (claims !== undefined) {
    if (nonce !== undefined && claims["nonce"] !== nonce) throw new ClientError("id_token_nonce");
    const verify: VerifySignature = verifySignature ?? trustTls;
    await verify(provider, response);
    requireIssuedBy(claims.iat, now);
    await requireHashOf(answer.access_token, claims["at_hash"], answer.id_token);
    if (before !== undefined) requireSameSignIn(claims, before.claims);
  }
  const known: IdTokenClaims | undefined = claims ?? before?.claims;
  if (known === undefined) throw new ClientError("id_token_missing");
  const expiresAt =
    answer.expires_in === undefined ? Number.POSITIVE_INFINITY : now + answer.expires_in * 1000;
  return {
    accessToken: answer.access_token,
    idToken: answer.id_token ?? before?.idToken,
    refreshToken: answer.refresh_token ?? before?.refreshToken,
    scope: answer.scope ?? before?.scope,
    claims: known,
    expiresAt,
    renewAt: renewalTime(now, expiresAt),
  };
}

async function trustTls(): Promise<void> {}

/** OpenID Connect Core §12.2: a refresh is for the person who signed in, and says nothing else about the sign-in. */
function requireSameSignIn(claims: IdTokenClaims, before: IdTokenClaims): void {
  if (claims.sub !== before.sub) {
    throw new ClientError("id_token_subject", "after a refresh");
  }
  const [nonce, nonceBefore] = [claims["nonce"], before["nonce"]];
  if (nonce !== undefined && nonceBefore !== undefined && nonce !== nonceBefore) {
    throw new ClientError("id_token_nonce", "after a refresh");
  }
}

function requireIssuedBy(iat: number, now: number): void {
  if (iat > now / 1000 + tolerance)
    throw new ClientError("id_token_issued_at", "it was issued in the future");
}

/** OpenID Connect Core §3.1.3.6: the left half of the digest that its signature uses. */
async function requireHashOf(accessToken: string, hash: unknown, idToken = ""): Promise<void> {
  if (hash === undefined) return;
  const { alg = "" } = JSON.parse(
    atob((idToken.split(".")[0] ?? "").replaceAll("-", "+").replaceAll("_", "/")),
  );
  const bits = /(256|384|512)$/.exec(String(alg))?.[1] ?? "512";
  const digest = await crypto.subtle.digest(`SHA-${bits}`, new TextEncoder().encode(accessToken));
  const half = new Uint8Array(digest, 0, digest.byteLength / 2);
  const expected = btoa(String.fromCharCode(...half))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  if (hash !== expected) throw new ClientError("id_token_at_hash");
}
