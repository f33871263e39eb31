/** RS256 signatures behind the `Signing` port: keys made, sealed and cached here; tokens built by hand. */
import type { KeyObject } from "node:crypto";
import { createPrivateKey, createPublicKey, generateKeyPair, hash, sign } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import type { PoolId } from "../core/ids.ts";
import type { Sealing, Signing } from "../core/ports.ts";
import { type PublicJwk, type SigningKeyPair, signingKeyPurpose } from "../core/tokens/signing-key.ts";
import { createArithmeticQueue, type InTurn } from "./arithmetic-queue.ts";
import { KeyCache } from "./key-cache.ts";
import { createVerifier } from "./verifying.ts";

/** About 8 MB of parsed keys at most; a pool has two that sign. */
const cachedKeys = 2048;

// The callback forms run on the thread pool: one process fills every core.
const generateRsaPair = promisify(generateKeyPair);
const signOnThreadPool = promisify(sign);

type SignBytes = (algorithm: string, bytes: Buffer, key: KeyObject) => Promise<Buffer>;

export interface SigningOptions {
  /** How many this process may fill: on one alone the thread pool gains nothing and costs, so it is not used. Default: all. */
  readonly cores?: number | undefined;
  readonly inTurn?: InTurn;
}

export function createSigning(
  sealing: Sealing,
  { cores = availableParallelism(), inTurn = createArithmeticQueue() }: SigningOptions = {},
): Signing {
  const signInTurn: SignBytes = (algorithm, bytes, key) => inTurn(() => sign(algorithm, bytes, key));
  const signBytes = cores > 1 ? signOnThreadPool : signInTurn;
  const signers = new KeyCache<Signer>(cachedKeys);
  return {
    generate: (poolId) => generate(sealing, poolId),
    async sign(poolId, key, claims) {
      const { header, privateKey } = signers.get(`${poolId} ${key.keyId}`, () => ({
        header: jwsHeader(key.keyId),
        privateKey: openKey(sealing, poolId, key),
      }));
      const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
      const signingInput = `${header}.${payload}`;
      const signature = await signBytes("sha256", Buffer.from(signingInput), privateKey);
      return `${signingInput}.${signature.toString("base64url")}`;
    },
    verify: createVerifier(),
  };
}

/** Whether the pool can sign with it: it opens, and is the half of what is published. */
export function opensSigningKey(sealing: Sealing, poolId: PoolId, key: SigningKeyPair): boolean {
  try {
    const { n, e } = createPublicKey(openKey(sealing, poolId, key)).export({ format: "jwk" });
    return n === key.publicJwk.n && e === key.publicJwk.e;
  } catch {
    return false;
  }
}

interface Signer {
  /** Encoded; the same for every token of the key. */
  readonly header: string;
  readonly privateKey: KeyObject;
}

/** The order and the absence of `typ` are Cognito's (`cognito.md` §4). */
function jwsHeader(keyId: string): string {
  return Buffer.from(`{"kid":${JSON.stringify(keyId)},"alg":"RS256"}`).toString("base64url");
}

async function generate(sealing: Sealing, poolId: PoolId): Promise<SigningKeyPair> {
  const { publicKey, privateKey } = await generateRsaPair("rsa", { modulusLength: 2048 });
  const keyId = hash("sha256", publicKey.export({ type: "spki", format: "der" }), "base64");
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  return {
    keyId,
    publicJwk: publicJwk(publicKey, keyId),
    sealedPrivateKey: sealing.seal(signingKeyPurpose(poolId), der.toString("base64")),
  };
}

/** Members are named one by one: a private member can never slip into a key set (JW-11). */
function publicJwk(publicKey: KeyObject, keyId: string): PublicJwk {
  const { n, e } = publicKey.export({ format: "jwk" });
  if (n === undefined || e === undefined) throw new Error("the new key is not an RSA key");
  return { kty: "RSA", kid: keyId, alg: "RS256", use: "sig", n, e };
}

function openKey(sealing: Sealing, poolId: PoolId, key: SigningKeyPair): KeyObject {
  const der = sealing.open(signingKeyPurpose(poolId), key.sealedPrivateKey);
  if (der === undefined) throw new Error(`signing key ${key.keyId} of pool ${poolId} does not open`);
  return createPrivateKey({ key: Buffer.from(der, "base64"), format: "der", type: "pkcs8" });
}
