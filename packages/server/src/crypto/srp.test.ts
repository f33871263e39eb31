import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fastPower } from "../../test/support/number-power.ts";
import { createSrpClient, newDevice } from "../../test/support/srp-client.ts";
import type { Random, SrpProof } from "../core/ports.ts";
import { createRandom } from "./random.ts";
import { createSrp } from "./srp.ts";
import { bytesOf, bytesOfHex, numberOf, prime } from "./srp-group.ts";
import { bigintPower, nativePower } from "./srp-power.ts";
import { scramblerOf, sessionKeyOf, signatureOf } from "./srp-proof.ts";
import { readState, writeState } from "./srp-state.ts";
import vectors from "./srp-vectors.json" with { type: "json" };

const random = createRandom();
const srp = createSrp(random, { power: nativePower });
const now = Date.UTC(2026, 10, 2, 3, 4, 5);
const group = "AbCdEf123";
const poolId = `eu-west-1_${group}`;
const secretBlock = Buffer.from("some state").toString("base64");

/** One whole sign-in up to the claim; the account has `password`, the client types `typed`. */
async function proofOf(
  identity: string,
  password: string,
  typed = password,
  engine = srp,
): Promise<SrpProof> {
  const client = createSrpClient({ power: fastPower });
  const enrolled = await engine.enrol(group, identity, password);
  const challenge = engine.challenge(enrolled.verifier, client.start());
  const parameters = {
    SALT: enrolled.salt,
    SRP_B: challenge.serverPublic,
    SECRET_BLOCK: secretBlock,
    USER_ID_FOR_SRP: identity,
  };
  const claim = client.answer(parameters, typed, poolId, now);
  return {
    ...enrolled,
    ...challenge,
    group,
    identity,
    secretBlock: claim.PASSWORD_CLAIM_SECRET_BLOCK,
    timestamp: claim.TIMESTAMP,
    signature: claim.PASSWORD_CLAIM_SIGNATURE,
  };
}

describe("verify", () => {
  test("believes whoever knows the password, whatever its letters and the name's", async () => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, text, async (identity, password) => {
        expect(await srp.verify(await proofOf(identity, password))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("gives the same verdicts without the native way", async () => {
    const slow = createSrp(random, { power: bigintPower });
    const proof = await proofOf("alice", "Passw0rd!", "Passw0rd!", slow);
    expect(await slow.verify(proof)).toBe(true);
    expect(await srp.verify(proof)).toBe(true);
    expect(await slow.verify({ ...proof, timestamp: "later" })).toBe(false);
  });

  test("does not believe another password", async () => {
    expect(await srp.verify(await proofOf("alice", "Passw0rd!", "Passw0rd?"))).toBe(false);
  });

  test("takes a password as it was typed: composed and decomposed letters are different", async () => {
    expect(await srp.verify(await proofOf("alice", "caf\u00e9", "cafe\u0301"))).toBe(false);
  });

  test("believes only what was signed", async () => {
    const proof = await proofOf("alice", "Passw0rd!");
    const other = await proofOf("alice", "Passw0rd!");
    const changes: Partial<SrpProof>[] = [
      { group: "AbCdEf124" },
      { identity: "bob" },
      { timestamp: "Mon Nov 2 03:04:06 UTC 2026" },
      { secretBlock: Buffer.from("other state").toString("base64") },
      { state: other.state },
      ...(["clientPublic", "scrambler", "secret"] as const).map((part) => ({
        state: writeState({ ...readState(proof.state), [part]: readState(other.state)[part] }),
      })),
      { verifier: other.verifier },
      { signature: other.signature },
    ];
    const verdicts = changes.map(async (change) => srp.verify({ ...proof, ...change }));
    expect(await Promise.all(verdicts)).toEqual(changes.map(() => false));
    expect(await srp.verify(proof)).toBe(true);
  });

  test.each(["", "naHQ", "!", "A".repeat(44), `${"A".repeat(43)}=`])(
    "does not believe %j",
    async (signature) => {
      expect(await srp.verify({ ...(await proofOf("alice", "Passw0rd!")), signature })).toBe(false);
    },
  );

  test("reads the client's number in capitals and with leading zeros", async () => {
    const client = createSrpClient({ power: fastPower });
    const { salt, verifier } = await srp.enrol(group, "alice", "Passw0rd!");
    const sent = client.start();
    for (const written of [sent.toUpperCase(), `0${sent}`, `000${sent}`]) {
      const { serverPublic, state } = srp.challenge(verifier, written);
      const parameters = {
        SALT: salt,
        SRP_B: serverPublic,
        SECRET_BLOCK: secretBlock,
        USER_ID_FOR_SRP: "alice",
      };
      const { TIMESTAMP: timestamp, PASSWORD_CLAIM_SIGNATURE: signature } = client.answer(
        parameters,
        "Passw0rd!",
        poolId,
        now,
      );
      const claim = { group, identity: "alice", secretBlock, timestamp, signature };
      expect(await srp.verify({ salt, verifier, state, ...claim })).toBe(true);
    }
  });
});

describe("a number that makes the secret known to everybody", () => {
  test("is not believed", async () => {
    const proof = await proofOf("alice", "Passw0rd!");
    const state = readState(proof.state);
    for (const number of [0n, prime]) {
      // The shared secret is then 0, whatever the password.
      const clientPublic = bytesOf(number);
      const scrambler = scramblerOf(clientPublic, bytesOfHex(vectors.SRP_B));
      const forged = {
        state: writeState({ ...state, clientPublic, scrambler }),
        signature: signatureOf(sessionKeyOf(bytesOf(0n), scrambler), proof).toString("base64"),
      };
      expect(await srp.verify({ ...proof, ...forged })).toBe(false);
    }
  });

  test.each(["0", prime.toString(16), `00${prime.toString(16)}`, "xyz", ""])(
    "gets no challenge: %s",
    (sent) => {
      expect(() => srp.challenge(vectors.verifier_hex, sent)).toThrow("was not looked at before");
    },
  );
});

test.each(["", "not a number", "12x4"])(
  "a stored verifier that is no number, %j, ends the proof",
  async (verifier) => {
    const proof = await proofOf("alice", "Passw0rd!");
    await expect(srp.verify({ ...proof, verifier })).rejects.toThrow("a stored number of SRP is not one");
  },
);

describe("isClientPublic", () => {
  test.each([
    ["1", true],
    ["2", true],
    [(prime - 1n).toString(16), true],
    [`00${(prime - 1n).toString(16)}`, true],
    ["0", false],
    ["0000", false],
    [prime.toString(16), false],
    [`00${prime.toString(16)}`, false],
    [(2n * prime).toString(16), false],
    ["1".repeat(769), false],
    ["", false],
    ["xyz", false],
    ["-2", false],
    ["0x2", false],
  ])("says of %s: %s", (value, verdict) => {
    expect(srp.isClientPublic(value)).toBe(verdict);
  });
});

describe("enrol", () => {
  test("gives a fresh salt and verifier each time, in lower-case hexadecimal", async () => {
    const [one, two] = await Promise.all([
      srp.enrol(group, "alice", "Passw0rd!"),
      srp.enrol(group, "alice", "Passw0rd!"),
    ]);
    expect(one?.salt).toMatch(/^[0-9a-f]{32}$/);
    expect(one?.verifier).toMatch(/^[0-9a-f]{700,768}$/);
    expect(one?.salt).not.toBe(two?.salt);
    expect(one?.verifier).not.toBe(two?.verifier);
  });

  test("never gives a salt that begins with a zero byte, which clients pad differently", async () => {
    const zeros: Random = { ...random, bytes: (length) => new Uint8Array(length) };
    expect((await createSrp(zeros, { power: nativePower }).enrol(group, "alice", "x")).salt).toBe(
      `01${"00".repeat(15)}`,
    );
  });
});

describe("challenge", () => {
  test("draws 256 bits anew for each attempt", () => {
    const one = srp.challenge(vectors.verifier_hex, vectors.SRP_A);
    const two = srp.challenge(vectors.verifier_hex, vectors.SRP_A);
    expect(readState(one.state).secret).toHaveLength(32);
    expect(one.serverPublic).toMatch(/^[1-9a-f][0-9a-f]{700,767}$/);
    expect(readState(one.state).secret).not.toEqual(readState(two.state).secret);
    expect(one.serverPublic).not.toBe(two.serverPublic);
  });

  test("does not take a verifier that is none", () => {
    expect(() => srp.challenge("not a number", vectors.SRP_A)).toThrow("a stored number of SRP is not one");
  });
});

test("a verifier that is not below the prime counts as what is left of it", async () => {
  const proof = await proofOf("alice", "Passw0rd!");
  // Only the smallest numbers fit below 2^3072 with the prime on top, so the proof is made for one of them.
  const small = 5n;
  const { state } = srp.challenge((prime + small).toString(16), vectors.SRP_A);
  const { clientPublic, scrambler, secret } = readState(state);
  const share = (numberOf(clientPublic) * fastPower(small, numberOf(scrambler))) % prime;
  const shared = bytesOf(fastPower(share, numberOf(secret)));
  const signature = signatureOf(sessionKeyOf(shared, scrambler), proof).toString("base64");
  const claimed = { ...proof, state, signature };
  expect(await srp.verify({ ...claimed, verifier: (prime + small).toString(16) })).toBe(true);
  expect(await srp.verify({ ...claimed, verifier: (prime + small + 1n).toString(16) })).toBe(false);
});

test("a device proves itself by the verifier it was confirmed with", async () => {
  const names = { DeviceKey: vectors.device.DeviceKey, DeviceGroupKey: vectors.device.DeviceGroupKey };
  const { device, DeviceSecretVerifierConfig: confirmed } = newDevice(names);
  const verifier = Buffer.from(confirmed.PasswordVerifier, "base64").toString("hex");
  const salt = Buffer.from(confirmed.Salt, "base64").toString("hex");
  const client = createSrpClient({ power: fastPower });
  const challenge = srp.challenge(verifier, client.start());
  const parameters = { SALT: salt, SRP_B: challenge.serverPublic, SECRET_BLOCK: secretBlock };
  const verdictOn = (password: string) => {
    const claim = client.answerDevice(parameters, { ...device, password }, now);
    return srp.verify({
      ...challenge,
      salt,
      verifier,
      group: names.DeviceGroupKey,
      identity: claim.DEVICE_KEY,
      secretBlock,
      timestamp: claim.TIMESTAMP,
      signature: claim.PASSWORD_CLAIM_SIGNATURE,
    });
  };
  expect(await verdictOn(device.password)).toBe(true);
  expect(await verdictOn("another")).toBe(false);
});
