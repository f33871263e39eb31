/** The provider's metadata (OpenID Connect Discovery §4). By hand, because the library's way costs a browser three times the bytes. */
import type { AuthorizationServer } from "oauth4webapi";
import { ClientError } from "../errors/client-error.ts";
import { fetchPublished } from "./published.ts";
import type { RequestOptions } from "./request.ts";

/** Throws `issuer_mismatch`, `provider_answer_invalid` or `provider_unavailable`. */
export async function discover(issuer: string, request: RequestOptions): Promise<AuthorizationServer> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  // What stands in it is looked at where it is used.
  const found = (await fetchPublished(request, url)) as AuthorizationServer;
  // As bytes (MD-06), not as URLs that may be written in several ways.
  if (found.issuer !== issuer)
    throw new ClientError("issuer_mismatch", `${found.issuer} instead of ${issuer}`);
  return found;
}
