/** Verifying with Web Crypto, which browsers and Node share. Asymmetric algorithms only: nobody shares a secret with a reader. */
import type { DecodedJwt } from "./decode.ts";
import type { Signature } from "./report.ts";

/** A public key as a key set publishes it (RFC 7517 §4). */
export interface InspectKey extends JsonWebKey {
  /** Compared with the token's `kid`, byte for byte. */
  readonly kid?: string;
}

interface Algorithm {
  readonly kty: string;
  readonly crv?: string;
  readonly parameters: RsaHashedImportParams & RsaPssParams & EcKeyImportParams & EcdsaParams;
}

const algorithms: Readonly<Record<string, Algorithm>> = {
  RS256: rsa("RSASSA-PKCS1-v1_5", "SHA-256"),
  RS384: rsa("RSASSA-PKCS1-v1_5", "SHA-384"),
  RS512: rsa("RSASSA-PKCS1-v1_5", "SHA-512"),
  PS256: rsa("RSA-PSS", "SHA-256", 32),
  PS384: rsa("RSA-PSS", "SHA-384", 48),
  PS512: rsa("RSA-PSS", "SHA-512", 64),
  ES256: curve("ECDSA", "P-256", "SHA-256"),
  ES384: curve("ECDSA", "P-384", "SHA-384"),
  ES512: curve("ECDSA", "P-521", "SHA-512"),
  EdDSA: { ...curve("Ed25519", "Ed25519", ""), kty: "OKP" },
  // The same since RFC 9864, which names each algorithm wholly.
  Ed25519: { ...curve("Ed25519", "Ed25519", ""), kty: "OKP" },
};

export function isKnownAlgorithm(alg: string): boolean {
  return Object.hasOwn(algorithms, alg);
}

/** The key is the one the header names; without a name, any that fits. */
export async function checkSignature(jwt: DecodedJwt, keys: readonly InspectKey[]): Promise<Signature> {
  const { alg, kid } = jwt.header;
  const algorithm = typeof alg === "string" && isKnownAlgorithm(alg) ? algorithms[alg] : undefined;
  if (algorithm === undefined) return { state: "none" };
  const candidates = keys.filter(
    (key) =>
      key.kty === algorithm.kty &&
      (algorithm.crv === undefined || key.crv === algorithm.crv) &&
      (kid === undefined || key.kid === kid),
  );
  if (candidates.length === 0) return { state: "unknownKey" };
  const results: Result[] = [];
  for (const key of candidates) {
    const result = await verify(jwt, key, algorithm);
    if (result === "right") return { state: "verified", keyId: key.kid };
    results.push(result);
  }
  return results.includes("cannot") ? { state: "notChecked", because: "cannot" } : { state: "wrong" };
}

type Result = "right" | "wrong" | "cannot";

async function verify(jwt: DecodedJwt, key: InspectKey, { parameters }: Algorithm): Promise<Result> {
  // A page over plain http has no `subtle`, which the types do not know.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (subtle === undefined) return "cannot";
  try {
    // Only the public members: a private one or `key_ops` would make the import refuse.
    const { kty, n, e, crv, x, y } = key;
    const given = Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value !== undefined);
    const publicKey = await subtle.importKey("jwk", Object.fromEntries(given), parameters, false, ["verify"]);
    const signed = new TextEncoder().encode(jwt.signingInput);
    return (await subtle.verify(parameters, publicKey, jwt.signature, signed)) ? "right" : "wrong";
  } catch (error) {
    return error instanceof Error && error.name === "NotSupportedError" ? "cannot" : "wrong";
  }
}

function rsa(name: string, hash: string, saltLength = 0): Algorithm {
  return { kty: "RSA", parameters: { name, hash, saltLength, namedCurve: "" } };
}

function curve(name: string, crv: string, hash: string): Algorithm {
  return { kty: "EC", crv, parameters: { name, hash, saltLength: 0, namedCurve: crv } };
}
