import type { SignatureFailure } from "./failures.ts";
import { invalid } from "./failures.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";

/**
 * What steers a request must be signed: its host, its content type and every `x-amz-*` header it carries.
 * The list itself has one spelling only, so that no second list stands for the same signature.
 */
export function checkSignedHeaders(
  request: SignedRequest,
  names: readonly string[],
): SignatureFailure | undefined {
  if (!names.includes("host")) {
    return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (!names.every((name) => headerName.test(name)) || !isStrictlyAscending(names)) {
    return invalid("'SignedHeaders' must be lower-case header names, sorted, each named once.");
  }
  const absent = names.find((name) => headerValues(request, name).length === 0);
  if (absent !== undefined) return invalid(`The 'SignedHeader' '${absent}' is not in the request.`);
  const unsigned = Object.keys(request.headers).find(
    (name) => mustBeSigned(name) && headerValues(request, name).length > 0 && !names.includes(name),
  );
  if (unsigned === undefined) return undefined;
  return invalid(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
}

/** RFC 9110 §5.6.2 token, in lower case. */
const headerName = /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

function mustBeSigned(name: string): boolean {
  return name === "content-type" || name.startsWith("x-amz-");
}

function isStrictlyAscending(names: readonly string[]): boolean {
  return names.every((name, index) => (names[index - 1] ?? "") < name);
}
