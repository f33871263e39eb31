/** Verifying with Web Crypto, which browsers and Node share. Asymmetric algorithms only: nobody shares a secret with a reader. */
import type { DecodedJwt } from "./decode.ts";
import type { Signature } from "./report.ts";

/** A public key as a key set publishes it. */
export interface InspectKey extends JsonWebKey {
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
  for (const key of candidates) {
    if (await isSignedBy(jwt, key, algorithm)) return { state: "verified", keyId: key.kid };
  }
  return { state: "wrong" };
}

async function isSignedBy(jwt: DecodedJwt, key: InspectKey, { parameters }: Algorithm): Promise<boolean> {
  try {
    // Only the public members: a private one or `key_ops` would make the import refuse.
    const { kty, n, e, crv, x, y } = key;
    const given = Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value !== undefined);
    const publicKey = await crypto.subtle.importKey("jwk", Object.fromEntries(given), parameters, false, [
      "verify",
    ]);
    const signed = new TextEncoder().encode(jwt.signingInput);
    return await crypto.subtle.verify(parameters, publicKey, jwt.signature, signed);
  } catch {
    return false;
  }
}

function rsa(name: string, hash: string, saltLength = 0): Algorithm {
  return { kty: "RSA", parameters: { name, hash, saltLength, namedCurve: "" } };
}

function curve(name: string, crv: string, hash: string): Algorithm {
  return { kty: "EC", crv, parameters: { name, hash, saltLength: 0, namedCurve: crv } };
}
