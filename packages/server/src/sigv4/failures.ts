/**
 * Why a signature is refused, in AWS's words where they are known. No message holds the canonical request,
 * the expected signature or the Authorization header: AWS too shows only a hash of the last.
 */
import { createHash } from "node:crypto";

export interface SignatureFailure {
  readonly name:
    | "MissingAuthenticationTokenException"
    | "IncompleteSignatureException"
    | "InvalidSignatureException"
    | "UnrecognizedClientException";
  readonly message: string;
}

export function isFailure(value: object): value is SignatureFailure {
  return "name" in value && "message" in value;
}

export const missingToken: SignatureFailure = {
  name: "MissingAuthenticationTokenException",
  message: "Missing Authentication Token",
};

export const unrecognizedClient: SignatureFailure = {
  name: "UnrecognizedClientException",
  message: "The security token included in the request is invalid.",
};

export const mismatch = invalid(
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret " +
    "Access Key and signing method. Consult the service documentation for details.",
);

export function incomplete(message: string): SignatureFailure {
  return { name: "IncompleteSignatureException", message };
}

export function invalid(message: string): SignatureFailure {
  return { name: "InvalidSignatureException", message };
}

/** For a value of the caller's in a message, which also travels in a response header: short, printable ASCII. */
export function quote(value: string): string {
  return `'${value.slice(0, 64).replace(/[^\x20-\x7e]/g, "?")}'`;
}

export function hashForMessage(value: string): string {
  return createHash("sha256").update(value, "latin1").digest("base64");
}
