import { validateApplicationLevelSignature } from "oauth4webapi";
import type { Provider } from "./provider.ts";

/**
 * Holds the ID token of an answer against the provider's published keys. Throws `id_token_key`, `id_token_algorithm` or
 * `id_token_signature`.
 */
export async function verifyIdTokenSignature(provider: Provider, response: Response): Promise<void> {
  await validateApplicationLevelSignature(await provider.metadata(), response, provider.request);
}
