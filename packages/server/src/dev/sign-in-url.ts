import type { Quickstart } from "./quickstart-file.ts";

/** Where a sign-in to the web client begins. */
export function signInUrl({ endpoint, clients: { web } }: Quickstart): string {
  const query = new URLSearchParams({
    client_id: web.clientId,
    response_type: "code",
    redirect_uri: web.redirectUri,
    scope: "openid email",
  });
  return `${endpoint}/oauth2/authorize?${query}`;
}
