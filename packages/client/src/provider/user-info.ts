/** What the provider's userinfo endpoint says of the person (OpenID Connect Core §5.3). */
import { processUserInfoResponse, userInfoRequest } from "oauth4webapi";
import type { IdTokenClaims, TokenSet } from "../tokens/token-set.ts";
import { endpointOf } from "./endpoints.ts";
import { explainFailure } from "./failures.ts";
import type { Provider } from "./provider.ts";

export type UserInfo = Pick<IdTokenClaims, "sub"> & Readonly<Record<string, unknown>>;

/**
 * Claims of whoever signed in, and of nobody else: an answer about another `sub` is `userinfo_subject`. Throws `token_refused` where
 * the access token is good no more, `provider_unavailable`, or `provider_answer_invalid`.
 */
export async function userInfo(
  provider: Provider,
  { accessToken, claims }: Pick<TokenSet, "accessToken" | "claims">,
): Promise<UserInfo> {
  const metadata = await provider.metadata();
  endpointOf(metadata, "userinfo_endpoint");
  const client = provider.client();
  return explainFailure(async () => {
    const response = await userInfoRequest(metadata, client, accessToken, provider.request);
    return processUserInfoResponse(metadata, client, claims.sub, response);
  });
}
