/**
 * This room verifies AWS Signature Version 4, in the Authorization header or in the query of a presigned
 * request. It knows neither HTTP framework nor storage: a request goes in as data, the secret comes from a
 * callback, and out comes who signed, or the failure AWS would answer. A request passes through `read-claim.ts`
 * (what it says about itself), the checks of its time, headers and scope, and then the signature.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { canonicalRequest } from "./canonical-request.ts";
import type { SignatureClaim } from "./claim.ts";
import type { Credential } from "./credential.ts";
import { readCredential } from "./credential.ts";
import type { SignatureFailure } from "./failures.ts";
import { incomplete, invalid, isFailure, mismatch, quote, unrecognizedClient } from "./failures.ts";
import { readClaim } from "./read-claim.ts";
import { checkSignedHeaders } from "./signed-headers.ts";
import type { SignedRequest } from "./signed-request.ts";
import { headerValues } from "./signed-request.ts";
import { signingKey } from "./signing-key.ts";
import type { SigningTime } from "./signing-time.ts";
import { checkValidity, readSigningTime } from "./signing-time.ts";

interface VerifyOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The service the credential must be scoped to, `cognito-idp`. */
  readonly service: string;
  findSecret(accessKeyId: string): Promise<string | undefined>;
}

type Verification =
  | {
      readonly ok: true;
      readonly accessKeyId: string;
      readonly region: string;
      readonly signedHeaders: readonly string[];
    }
  | { readonly ok: false; readonly failure: SignatureFailure };

/** The checks stand in the order in which AWS makes them: the first to fail is the answer. */
export async function verifySignature(request: SignedRequest, options: VerifyOptions): Promise<Verification> {
  const claim = readClaim(request);
  if (isFailure(claim)) return refuse(claim);
  const signedAt = readSigningTime(claim.date);
  if (isFailure(signedAt)) return refuse(signedAt);
  const signedHeaders = claim.signedHeaders.split(";");
  const failure =
    checkValidity(signedAt, claim.validity, options.now) ??
    checkSignedHeaders(request, signedHeaders) ??
    checkAlgorithm(claim.algorithm);
  if (failure !== undefined) return refuse(failure);
  const credential = readCredential(claim.credential, signedAt, options.service);
  if (isFailure(credential)) return refuse(credential);
  const bodyHash = sha256(request.body);
  if (!isBodyHashTrue(request, bodyHash)) return refuse(bodyHashMismatch);

  const text = stringToSign(canonicalRequest(request, signedHeaders, bodyHash), signedAt, credential);
  const refusal = await checkSignature(claim, credential, text, options);
  if (refusal !== undefined) return refuse(refusal);
  return { ok: true, accessKeyId: credential.accessKeyId, region: credential.region, signedHeaders };
}

function refuse(failure: SignatureFailure): Verification {
  return { ok: false, failure };
}

const algorithmName = "AWS4-HMAC-SHA256";

function checkAlgorithm(algorithm: string): SignatureFailure | undefined {
  if (algorithm === algorithmName) return undefined;
  return incomplete(`Unsupported AWS 'algorithm': ${quote(algorithm)} (only ${algorithmName} for now). `);
}

/** The header is optional, but when it is there it must be true: `UNSIGNED-PAYLOAD` never is. */
function isBodyHashTrue(request: SignedRequest, bodyHash: string): boolean {
  return headerValues(request, "x-amz-content-sha256").every((value) => value === bodyHash);
}

const bodyHashMismatch = invalid(
  "The provided 'x-amz-content-sha256' header does not match what was computed.",
);

function stringToSign(
  canonical: string,
  signedAt: SigningTime,
  { date, region, service }: Credential,
): string {
  const scope = `${date}/${region}/${service}/aws4_request`;
  return [algorithmName, signedAt.text, scope, sha256(Buffer.from(canonical, "latin1"))].join("\n");
}

/** An unknown key costs the same work as a known one, so that the time taken does not tell which keys exist. */
async function checkSignature(
  claim: SignatureClaim,
  credential: Credential,
  text: string,
  { findSecret }: VerifyOptions,
): Promise<SignatureFailure | undefined> {
  const found = accessKeyIdForm.test(credential.accessKeyId)
    ? await findSecret(credential.accessKeyId)
    : undefined;
  const isKnown = found !== undefined && found !== "";
  const key = signingKey(isKnown ? found : standInSecret, credential);
  const isRight = isSame(createHmac("sha256", key).update(text).digest("hex"), claim.signature);
  // We issue no session tokens: a request that carries one was made for another house.
  if (!isKnown || claim.hasSessionToken) return unrecognizedClient;
  return isRight ? undefined : mismatch;
}

/** Anything else is unknown, and never reaches storage. */
const accessKeyIdForm = /^[\w-]{1,128}$/;

/** As long as a real secret. Nothing is ever accepted under it. */
const standInSecret = "x".repeat(40);

function isSame(expected: string, given: string): boolean {
  // The form first: both buffers are then 64 bytes long.
  return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
