/** Ending a sign-in at the provider: its tokens, and the single sign-on of the browser. */
import { processRevocationResponse, revocationRequest } from "oauth4webapi";
import { explainFailure } from "./failures.ts";
import type { Provider } from "./provider.ts";

/**
 * Revokes a refresh token and, where the provider links them, the access tokens of its sign-in (RFC 7009). Does nothing where there is
 * none, or the provider cannot. Throws `provider_unavailable` or `token_refused`.
 */
export async function revoke(provider: Provider, refreshToken: string | undefined): Promise<void> {
  if (refreshToken === undefined) return;
  const metadata = await provider.metadata();
  if (metadata.revocation_endpoint === undefined) return;
  await explainFailure(async () => {
    const response = await revocationRequest(
      metadata,
      provider.client(),
      provider.authentication,
      refreshToken,
      provider.request,
    );
    await processRevocationResponse(response);
  });
}

/**
 * Where to send the browser so that the provider forgets it too; undefined where the provider has no such place. It speaks
 * OpenID Connect RP-Initiated Logout and Cognito's `/logout` in one address. The ID token is not sent along as a hint: it
 * would stand in an address.
 */
export async function endSessionUrl(provider: Provider, logoutUri: string): Promise<URL | undefined> {
  const { end_session_endpoint: endpoint } = await provider.metadata();
  if (endpoint === undefined) return undefined;
  const url = new URL(endpoint);
  url.searchParams.set("client_id", provider.clientId);
  url.searchParams.set("logout_uri", logoutUri);
  url.searchParams.set("post_logout_redirect_uri", logoutUri);
  return url;
}
