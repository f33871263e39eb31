import type { SignatureClaim } from "./claim.ts";
import type { SignatureFailure } from "./failures.ts";
import { hashForMessage, incomplete, missingToken } from "./failures.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";

/** `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; AWS splits at spaces as well as commas. */
export function parseAuthorization(
  request: SignedRequest,
  header: string,
): SignatureClaim | SignatureFailure {
  const [algorithm = "", ...pairs] = header.split(/[\s,]+/).filter((part) => part !== "");
  // A Bearer token or another scheme is no signature at all.
  if (!algorithm.startsWith("AWS4-")) return missingToken;
  if (pairs.some((pair) => !pair.includes("="))) {
    return incomplete(
      "Invalid key=value pair (missing equal-sign) in Authorization header " +
        `(hashed with SHA-256 and encoded with Base64): '${hashForMessage(header)}'.`,
    );
  }
  const entries = pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  const values = new Map(entries.map(([key = "", value = ""]) => [key, value]));
  if (values.size !== pairs.length) return incomplete("Authorization header has a parameter more than once.");

  const [credential, signature, signedHeaders] = requiredKeys.map((key) => values.get(key) ?? "");
  const date = dateHeader(request);
  if (!credential || !signature || !signedHeaders || date === undefined) {
    return incomplete(describeMissing(values, date, header));
  }
  const hasSessionToken = headerValues(request, "x-amz-security-token").length > 0;
  return {
    algorithm,
    credential,
    signedHeaders,
    signature,
    date,
    validity: { kind: "skew" },
    hasSessionToken,
  };
}

const requiredKeys = ["Credential", "Signature", "SignedHeaders"] as const;

/** Undefined when there is none, or when two dates leave it open which one was meant. */
function dateHeader(request: SignedRequest): string | undefined {
  const amzDates = headerValues(request, "x-amz-date");
  const dates = amzDates.length > 0 ? amzDates : headerValues(request, "date");
  return dates.length === 1 ? dates[0] : undefined;
}

function describeMissing(
  values: ReadonlyMap<string, string>,
  date: string | undefined,
  header: string,
): string {
  const missing = requiredKeys
    .filter((key) => !values.get(key))
    .map((key) => `Authorization header requires '${key}' parameter. `);
  if (date === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  }
  const hash = hashForMessage(header);
  return `${missing.join("")}(Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`;
}
