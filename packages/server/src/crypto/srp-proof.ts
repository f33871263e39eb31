/** The hashes and sums of Cognito's SRP-6a (cognito.md §5.1), under the letters they have there. */
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { hashed, multiplier, padded, prime } from "./srp-group.ts";

/** What the two sides sign, and whose password it is. */
export interface Claim {
  readonly group: string;
  readonly identity: string;
  readonly secretBlock: string;
  readonly timestamp: string;
}

/** `x`. The password is taken as it is: the clients hash what was typed, without normalising it. */
export function passwordNumber(salt: Buffer, group: string, identity: string, password: string): Buffer {
  const whose = createHash("sha256").update(`${group}${identity}:${password}`).digest();
  return createHash("sha256").update(padded(salt)).update(whose).digest();
}

/** `B`, from g^b. */
export function serverPublicOf(verifier: bigint, ephemeral: bigint): bigint {
  return (multiplier * verifier + ephemeral) % prime;
}

/** `u`. */
export function scramblerOf(clientPublic: Buffer, serverPublic: Buffer): Buffer {
  return hashed(clientPublic, serverPublic);
}

/** 16 bytes of HKDF from `S`. */
export function sessionKeyOf(secret: Buffer, scrambler: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", padded(secret), padded(scrambler), "Caldera Derived Key", 16));
}

export function signatureOf(key: Buffer, { group, identity, secretBlock, timestamp }: Claim): Buffer {
  return createHmac("sha256", key)
    .update(group + identity)
    .update(secretBlock, "base64")
    .update(timestamp)
    .digest();
}
