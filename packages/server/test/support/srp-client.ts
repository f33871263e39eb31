/**
 * A client that proves a password or a device by SRP (cognito.md §5.1), as plain as the formulas and without a line of
 * the server's: what the two agree on is not one mistake made twice.
 */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from "node:crypto";

/** base^exponent modulo N. */
export type Power = (base: bigint, exponent: bigint) => bigint;

export interface SrpOptions {
  /** Default: 1024 random bits, as Amazon's clients take. */
  readonly a?: bigint;
  /** Default: plain BigInt, for which an answer takes about 15 ms. */
  readonly power?: Power;
}

/** `ChallengeParameters` of a PASSWORD_VERIFIER or a DEVICE_PASSWORD_VERIFIER. */
export type VerifierChallenge = Readonly<Record<string, string>> | undefined;

export type ClaimResponses = Record<
  "PASSWORD_CLAIM_SIGNATURE" | "PASSWORD_CLAIM_SECRET_BLOCK" | "TIMESTAMP",
  string
>;

export interface SrpClient {
  /** SRP_A. */
  start(): string;
  /** To a PASSWORD_VERIFIER; USERNAME and SECRET_HASH are the caller's. `now` is in epoch milliseconds. */
  answer(challenge: VerifierChallenge, password: string, poolId: string, now: number): ClaimResponses;
  /** To a DEVICE_PASSWORD_VERIFIER; USERNAME and SECRET_HASH are the caller's. */
  answerDevice(
    challenge: VerifierChallenge,
    device: KnownDevice,
    now: number,
  ): ClaimResponses & Record<"DEVICE_KEY", string>;
}

/** `NewDeviceMetadata` of a sign-in. */
export interface DeviceNames {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
}

/** What a device remembers of itself. */
export interface KnownDevice extends DeviceNames {
  readonly password: string;
}

/** RFC 3526 group 15. */
const N = numberOf(getDiffieHellman("modp15").getPrime());
const g = 2n;
const k = H(PAD(N), PAD(g));

export function createSrpClient(options: SrpOptions = {}): SrpClient {
  const { a = numberOf(randomBytes(128)), power = modPow } = options;
  const A = power(g, a);
  return {
    start: () => A.toString(16),
    answer(challenge, password, poolId, now) {
      const group = poolId.slice(poolId.indexOf("_") + 1);
      return claim(challenge, { group, identity: member(challenge, "USER_ID_FOR_SRP"), password }, now);
    },
    answerDevice(challenge, { DeviceKey, DeviceGroupKey, password }, now) {
      const owner = { group: DeviceGroupKey, identity: DeviceKey, password };
      return { ...claim(challenge, owner, now), DEVICE_KEY: DeviceKey };
    },
  };

  function claim(challenge: VerifierChallenge, owner: Owner, now: number): ClaimResponses {
    const block = member(challenge, "SECRET_BLOCK");
    const B = BigInt(`0x${member(challenge, "SRP_B")}`);
    const u = H(PAD(A), PAD(B));
    const x = privateNumber(BigInt(`0x${member(challenge, "SALT")}`), owner);
    // JavaScript's remainder is negative where the dividend is.
    const base = (((B - k * power(g, x)) % N) + N) % N;
    const S = power(base, a + u * x);
    const key = Buffer.from(hkdfSync("sha256", PAD(S), PAD(u), "Caldera Derived Key", 16));
    const timestamp = srpTimestamp(now);
    const signature = createHmac("sha256", key)
      .update(owner.group + owner.identity)
      .update(Buffer.from(block, "base64"))
      .update(timestamp)
      .digest("base64");
    return {
      PASSWORD_CLAIM_SIGNATURE: signature,
      PASSWORD_CLAIM_SECRET_BLOCK: block,
      TIMESTAMP: timestamp,
    };
  }
}

/** What ConfirmDevice takes, and what the device keeps to prove itself later. */
export function newDevice(
  names: DeviceNames,
  password = randomBytes(40).toString("base64"),
  salt = numberOf(randomBytes(16)),
) {
  const { DeviceKey, DeviceGroupKey } = names;
  const x = privateNumber(salt, { group: DeviceGroupKey, identity: DeviceKey, password });
  const device: KnownDevice = { DeviceKey, DeviceGroupKey, password };
  return {
    device,
    DeviceSecretVerifierConfig: {
      PasswordVerifier: PAD(modPow(g, x)).toString("base64"),
      Salt: PAD(salt).toString("base64"),
    },
  };
}

/** `ddd MMM D HH:mm:ss UTC YYYY`, in English; the day of the month has no leading zero. */
export function srpTimestamp(now: number): string {
  const [weekday, day, month, year, time] = new Date(now).toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/** Whose password it is: a user in a pool, or a device in its group. */
interface Owner {
  readonly group: string;
  readonly identity: string;
  readonly password: string;
}

/** `x`. */
function privateNumber(salt: bigint, { group, identity, password }: Owner): bigint {
  return H(PAD(salt), createHash("sha256").update(`${group}${identity}:${password}`).digest());
}

/** From the right, bit by bit. */
function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest % 2n === 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function PAD(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from("89abcdef".includes(even.charAt(0)) ? `00${even}` : even, "hex");
}

function H(...parts: readonly Buffer[]): bigint {
  return numberOf(createHash("sha256").update(Buffer.concat(parts)).digest());
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function member(challenge: VerifierChallenge, name: string): string {
  const value = challenge?.[name];
  if (value === undefined) throw new Error(`the challenge lacks ${name}`);
  return value;
}
