/** The kit as a client of the fake provider, from the first redirect to a token set. */
import { createProvider, type Provider, type ProviderOptions } from "../../src/provider/provider.ts";
import { beginSignIn, completeSignIn, type SignInTransaction } from "../../src/provider/sign-in.ts";
import { verifyIdTokenSignature } from "../../src/provider/signature.ts";
import type { TokenSet } from "../../src/tokens/token-set.ts";
import { type FakeProvider, fakeProvider } from "./fake-provider.ts";

export interface RelyingParty {
  readonly fake: FakeProvider;
  readonly provider: Provider;
  /** Everything secret that was sent or received. */
  readonly secrets: string[];
  begin(): Promise<{ readonly callback: URL; readonly transaction: SignInTransaction }>;
  complete(transaction: SignInTransaction, callback: URL): Promise<TokenSet>;
  signIn(): Promise<TokenSet>;
}

export async function relyingParty(options: Partial<ProviderOptions> = {}): Promise<RelyingParty> {
  const fake = await fakeProvider();
  const { issuer, clientId, clientSecret, redirectUri } = fake;
  const secrets: string[] = [clientSecret];
  const provider = createProvider({ issuer, clientId, clientSecret, fetch: listening(secrets), ...options });

  async function begin() {
    const { url, transaction } = await beginSignIn(provider, { redirectUri, scopes: ["profile"] });
    const { nonce, codeVerifier } = transaction;
    const callback = await fake.comeBack(url);
    secrets.push(nonce, codeVerifier, callback.searchParams.get("code") ?? "");
    return { callback, transaction };
  }
  const complete = (transaction: SignInTransaction, callback: URL) =>
    completeSignIn(provider, transaction, callback, verifyIdTokenSignature);

  return {
    ...{ fake, provider, secrets, begin, complete },
    async signIn() {
      const { callback, transaction } = await begin();
      return complete(transaction, callback);
    },
  };
}

/** Notes every token that comes by. */
function listening(secrets: string[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.clone().text();
    for (const [, token = ""] of text.matchAll(/"\w+_token":"([^"]+)"/g)) secrets.push(token);
    return response;
  };
}
