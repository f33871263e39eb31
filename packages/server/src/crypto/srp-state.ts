/** What the server remembers between challenge and proof, as one short text: `u`, `A` as long as the prime, and `b`. */
import { primeBytes, widened } from "./srp-group.ts";

export interface SrpState {
  readonly scrambler: Buffer;
  readonly clientPublic: Buffer;
  readonly secret: Buffer;
}

const scramblerBytes = 32;
const secretStart = scramblerBytes + primeBytes;

export function writeState({ scrambler, clientPublic, secret }: SrpState): string {
  return Buffer.concat([scrambler, widened(clientPublic), secret]).toString("base64url");
}

export function readState(text: string): SrpState {
  const bytes = Buffer.from(text, "base64url");
  return {
    scrambler: bytes.subarray(0, scramblerBytes),
    clientPublic: bytes.subarray(scramblerBytes, secretStart),
    secret: bytes.subarray(secretStart),
  };
}
