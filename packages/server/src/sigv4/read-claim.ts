import type { SignatureClaim } from "./claim.ts";
import type { SignatureFailure } from "./failures.ts";
import { invalid, missingToken } from "./failures.ts";
import { parseAuthorization } from "./parse-authorization.ts";
import { isPresigned, parsePresigned } from "./parse-presigned.ts";
import { parseQuery } from "./query.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";

/** The claim stands in the Authorization header or in the query, never in both. */
export function readClaim(request: SignedRequest): SignatureClaim | SignatureFailure {
  const authorization = headerValues(request, "authorization");
  const parameters = parseQuery(request.query);
  if (isPresigned(parameters)) {
    if (authorization.length === 0) return parsePresigned(request, parameters);
    return invalid(
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  }
  const [header, second] = authorization;
  if (second !== undefined) return invalid("Found more than one 'Authorization' HTTP header.");
  if (header === undefined) return missingToken;
  return parseAuthorization(request, header);
}
