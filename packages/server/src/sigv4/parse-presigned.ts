import type { SignatureClaim } from "./claim.ts";
import type { SignatureFailure } from "./failures.ts";
import { incomplete } from "./failures.ts";
import type { Parameter } from "./query.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";

/** One of these in the query makes the request a presigned one. */
export function isPresigned(parameters: readonly Parameter[]): boolean {
  return parameters.some(({ name }) => markers.has(name));
}

export function parsePresigned(
  request: SignedRequest,
  parameters: readonly Parameter[],
): SignatureClaim | SignatureFailure {
  const values = new Map<string, string>();
  for (const { name, value } of parameters) {
    if (values.has(name) && name.startsWith("X-Amz-")) {
      return incomplete(
        "AWS query-string parameters must not be repeated. Re-examine the query-string parameters.",
      );
    }
    values.set(name, value);
  }
  const missing = requiredNames.filter((name) => !values.get(name));
  if (missing.length > 0) {
    const sentences = missing.map((name) => `AWS query-string parameters must include '${name}'. `);
    return incomplete(`${sentences.join("")}Re-examine the query-string parameters.`);
  }
  const seconds = parseExpires(values.get("X-Amz-Expires") ?? "");
  if (seconds === undefined) {
    return incomplete(`X-Amz-Expires must be a whole number of seconds from 1 to ${maximumExpires}.`);
  }
  const text = (name: string): string => values.get(name) ?? "";
  return {
    algorithm: text("X-Amz-Algorithm"),
    credential: text("X-Amz-Credential"),
    signedHeaders: text("X-Amz-SignedHeaders"),
    signature: text("X-Amz-Signature"),
    date: text("X-Amz-Date"),
    validity: { kind: "expires", seconds },
    hasSessionToken:
      values.has("X-Amz-Security-Token") || headerValues(request, "x-amz-security-token").length > 0,
  };
}

const markers: ReadonlySet<string> = new Set(["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"]);

/** In the order in which AWS complains about them. */
const requiredNames = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
  "X-Amz-Date",
  "X-Amz-Expires",
];

/** Seven days, the longest AWS allows. */
const maximumExpires = 604_800;

function parseExpires(text: string): number | undefined {
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds >= 1 && seconds <= maximumExpires ? seconds : undefined;
}
