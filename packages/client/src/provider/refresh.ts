/** A new access token for a refresh token (RFC 6749 §6). */
import { ClientError, isClientError } from "../errors/client-error.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { Provider } from "./provider.ts";
import { askTokens, type VerifySignature } from "./token-answer.ts";

/**
 * One request, and no repetition: who calls this holds the session's turn and decides. What the answer leaves out stays as it
 * was. Throws `session_ended` when the refresh token is good no more, `provider_unavailable` when nothing is known (the
 * token may have been used up all the same), `token_refused` or an `id_token_…` code otherwise.
 */
export async function refresh(
  provider: Provider,
  tokens: TokenSet,
  verifySignature: VerifySignature | null,
): Promise<TokenSet> {
  const { refreshToken } = tokens;
  if (refreshToken === undefined) throw new ClientError("session_ended", "no refresh token");
  const parameters = { refresh_token: refreshToken };
  try {
    // First, since the old token may be worth nothing once it is sent.
    await verifySignature?.ready?.(provider);
    return await askTokens(provider, "refresh_token", parameters, { verifySignature, before: tokens });
  } catch (error) {
    throw sessionEnd(error) ?? error;
  }
}

/** `invalid_grant` is the one refusal that is about the token itself. */
function sessionEnd(error: unknown): ClientError | undefined {
  if (!isClientError(error, "token_refused") || error.oauth?.error !== "invalid_grant") return undefined;
  return new ClientError("session_ended", error.oauth.description, { oauth: error.oauth, cause: error });
}
