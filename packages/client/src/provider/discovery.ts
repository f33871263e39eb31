/** The provider's metadata (OpenID Connect Discovery §4). By hand, because the library's way costs a browser three times the bytes. */
import { type AuthorizationServer, customFetch } from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { explainFailure } from "./failures.ts";
import type { RequestOptions } from "./request.ts";

/** Throws `issuer_mismatch`, `provider_answer_invalid` or `provider_unavailable`. */
export async function discover(issuer: string, request: RequestOptions): Promise<AuthorizationServer> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { status, text } = await explainFailure(async () => {
    const response = await request[customFetch](url, {
      method: "GET",
      headers: { accept: "application/json" },
      body: undefined,
      redirect: "manual",
      signal: request.signal(),
    });
    return { status: response.status, text: await response.text() };
  });
  if (status === 429 || status >= 500) throw new ClientError("provider_unavailable", `status ${status}`);
  const found = status === 200 ? metadataIn(text) : undefined;
  if (found === undefined) {
    throw new ClientError("provider_answer_invalid", `status ${status} and no metadata at ${url}`);
  }
  // As bytes (MD-06), not as URLs that may be written in several ways.
  if (found.issuer !== issuer)
    throw new ClientError("issuer_mismatch", `${found.issuer} instead of ${issuer}`);
  return found;
}

/** What stands in it is looked at where it is used. */
function metadataIn(text: string): AuthorizationServer | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? (found as AuthorizationServer) : undefined;
  } catch {
    return undefined;
  }
}
