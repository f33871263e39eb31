/**
 * The server's side of SRP behind the `Srp` port: a password proves itself without being sent, and what is stored
 * cannot be used to sign in. A sign-in takes three powers, all on the main thread: g^b for the challenge, a third of a power's
 * time by its table, and two for the verification (srp-power.ts says why). A password that is set takes one from the table.
 */
import { timingSafeEqual } from "node:crypto";
import type { Random, Srp, SrpProof } from "../core/ports.ts";
import { createArithmeticQueue, type InTurn } from "./arithmetic-queue.ts";
import { createGeneratorPower } from "./srp-fixed-base.ts";
import { bytesOf, bytesOfHex, numberOf, parseNumber, prime, primeBytes } from "./srp-group.ts";
import { choosePower, type Power } from "./srp-power.ts";
import { passwordNumber, scramblerOf, serverPublicOf, sessionKeyOf, signatureOf } from "./srp-proof.ts";
import { readState, writeState } from "./srp-state.ts";

const saltBytes = 16;
const secretBytes = 32;

export interface SrpOptions {
  readonly power?: Power;
  readonly inTurn?: InTurn;
}

export function createSrp(
  random: Random,
  { power = choosePower(), inTurn = createArithmeticQueue() }: SrpOptions = {},
): Srp {
  const generatorPower = createGeneratorPower(power);
  return {
    async enrol(group, identity, password) {
      const salt = newSalt(random);
      const verifier = generatorPower(passwordNumber(salt, group, identity, password));
      return { salt: salt.toString("hex"), verifier: verifier.toString(16) };
    },
    challenge(verifier, clientPublic) {
      const secret = Buffer.from(random.bytes(secretBytes));
      const serverPublic = serverPublicOf(stored(verifier), generatorPower(secret));
      const state = stateOf(requireClientPublic(clientPublic), serverPublic, secret);
      return { serverPublic: serverPublic.toString(16), state };
    },
    isClientPublic: (value) => parseClientPublic(value) !== undefined,
    verify: (proof) => inTurn(() => isProven(proof, power)),
  };
}

function stateOf(clientPublic: bigint, serverPublic: bigint, secret: Buffer): string {
  const sent = bytesOf(clientPublic);
  return writeState({ secret, scrambler: scramblerOf(sent, bytesOf(serverPublic)), clientPublic: sent });
}

function isProven(proof: SrpProof, power: Power): boolean {
  const { secret, scrambler, clientPublic } = readState(proof.state);
  const passwordShare = power(belowPrime(bytesOfHex(proof.verifier)), scrambler);
  const base = (numberOf(clientPublic) * numberOf(passwordShare)) % prime;
  // The secret of everybody.
  if (base === 0n) return false;
  const expected = signatureOf(sessionKeyOf(power(bytesOf(base), secret), scrambler), proof);
  const given = Buffer.from(proof.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const primeAsBytes = bytesOf(prime);

/** A device's verifier may begin with a zero byte, and need not be below the prime. */
function belowPrime(verifier: Buffer): Buffer {
  const isBelow =
    verifier.length === primeBytes ? verifier.compare(primeAsBytes) < 0 : verifier.length < primeBytes;
  return isBelow ? verifier : bytesOf(numberOf(verifier) % prime);
}

/** Anybody could compute what follows from A ≡ 0. */
function parseClientPublic(text: string): bigint | undefined {
  const value = parseNumber(text);
  return value === undefined || value % prime === 0n ? undefined : value;
}

function requireClientPublic(text: string): bigint {
  const value = parseClientPublic(text);
  if (value === undefined) throw new Error("a client's number of SRP was not looked at before");
  return value;
}

/** Clients disagree on how to pad a number that begins with a zero byte, so no salt does. */
function newSalt(random: Random): Buffer {
  const bytes = Buffer.from(random.bytes(saltBytes));
  if (bytes[0] === 0) bytes[0] = 1;
  return bytes;
}

/** A number that we wrote ourselves, or checked before we kept it. */
function stored(text: string): bigint {
  const value = parseNumber(text);
  if (value === undefined) throw new Error("a stored number of SRP is not one");
  return value;
}
