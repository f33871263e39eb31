import { validateApplicationLevelSignature } from "oauth4webapi";
import { explainFailure } from "./failures.ts";
import type { Provider } from "./provider.ts";

/**
 * Holds the ID token of an answer against the provider's published keys. Throws `id_token_key`, `id_token_algorithm`,
 * `id_token_signature` or `provider_unavailable`.
 *
 * @example
 * createBrowserAuth({ …, verifySignature: verifyIdTokenSignature });
 */
export async function verifyIdTokenSignature(provider: Provider, response: Response): Promise<void> {
  const metadata = await provider.metadata();
  await explainFailure(() => validateApplicationLevelSignature(metadata, response, provider.request));
}
