import { explainedError } from "../errors/explained-error.ts";

/**
 * The access token of a request: in one `Authorization` header and nowhere else (RFC 6750 §2.1). Throws `token_missing`,
 * `token_malformed` or `token_misplaced`.
 */
export function bearerToken(request: Request): string {
  // Addresses are logged, kept and passed on.
  if (new URL(request.url).searchParams.has("access_token")) {
    throw explainedError("token_misplaced", "it is in the address; send it in the Authorization header");
  }
  const value = request.headers.get("authorization") ?? "";
  // `Headers` joins several headers of a name with a comma.
  if (/,\s*bearer(\s|$)/i.test(value) || /^bearer\s.*,/i.test(value)) {
    throw explainedError("token_misplaced", "there is more than one Authorization header");
  }
  const credentials = /^bearer(?:\s+(.*))?$/i.exec(value);
  if (credentials === null) throw explainedError("token_missing");
  const token = credentials[1] ?? "";
  if (/\s/.test(token)) throw explainedError("token_malformed", "there is a space in it");
  return token;
}
