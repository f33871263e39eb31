/** Every number of the vectors, on the way from the password to the signature: the server's, then the test client's. */
import { describe, expect, test } from "vitest";
import { createSrpClient, newDevice, srpTimestamp } from "../../test/support/srp-client.ts";
import { createRandom } from "./random.ts";
import { createSrp } from "./srp.ts";
import { createGeneratorPower } from "./srp-fixed-base.ts";
import { bytesOf, bytesOfHex, generator, numberOf, padded, prime } from "./srp-group.ts";
import { bigintPower, nativePower, type Power } from "./srp-power.ts";
import { passwordNumber, scramblerOf, serverPublicOf, sessionKeyOf, signatureOf } from "./srp-proof.ts";
import { writeState } from "./srp-state.ts";
import vectors from "./srp-vectors.json" with { type: "json" };

const { device } = vectors;
const salt = bytesOfHex(vectors.saltHex);
const verifier = number(vectors.verifier_hex);
const deviceVerifier = Buffer.from(device.PasswordVerifier_b64, "base64").toString("hex");
const { poolName: group, userIdForSrp: identity, secretBlock_b64: secretBlock, timestamp } = vectors;
const person = { salt: vectors.saltHex, verifier: vectors.verifier_hex, group, identity };
const shared = { secretBlock, timestamp };

/** Of the vectors' `A` and `b`, and this `B`. */
function stateOf(serverPublic: string): string {
  const clientPublic = bytesOfHex(vectors.SRP_A);
  const scrambler = scramblerOf(clientPublic, bytesOfHex(serverPublic));
  return writeState({ secret: bytesOfHex(vectors.b_hex), scrambler, clientPublic });
}

describe.each([
  ["natively", nativePower],
  ["with BigInt", bigintPower],
])("%s, the vectors'", (_name, power: Power) => {
  const srp = createSrp(createRandom(), { power });

  test("SRP_A", () => {
    expect(power(bytesOf(generator), bytesOfHex(vectors.a_hex)).toString("hex")).toBe(vectors.SRP_A);
    expect(srp.isClientPublic(vectors.SRP_A)).toBe(true);
  });

  test("SRP_B", () => {
    const ephemeral = numberOf(power(bytesOf(generator), bytesOfHex(vectors.b_hex)));
    expect(serverPublicOf(verifier, ephemeral)).toBe(number(vectors.SRP_B));
    expect(serverPublicOf(number(deviceVerifier), ephemeral)).toBe(number(device.SRP_B));
  });

  test("S, on the server's side", () => {
    const share = numberOf(power(bytesOfHex(vectors.verifier_hex), bytesOfHex(vectors.u_hex)));
    const base = bytesOf((number(vectors.SRP_A) * share) % prime);
    expect(power(base, bytesOfHex(vectors.b_hex)).toString("hex")).toBe(vectors.S_hex);
  });

  test("signature is believed", async () => {
    const claimed = { ...person, ...shared, state: stateOf(vectors.SRP_B) };
    expect(await srp.verify({ ...claimed, signature: vectors.signature_b64 })).toBe(true);
    expect(await srp.verify({ ...claimed, signature: device.signature_b64 })).toBe(false);
  });

  test("signature of a device is believed", async () => {
    const { DeviceGroupKey, DeviceKey, SRP_B, signature_b64: signature } = device;
    const owner = {
      salt: device.saltHex,
      verifier: deviceVerifier,
      group: DeviceGroupKey,
      identity: DeviceKey,
    };
    const claimed = { ...owner, ...shared, state: stateOf(SRP_B) };
    expect(await srp.verify({ ...claimed, signature })).toBe(true);
    expect(await srp.verify({ ...claimed, signature: vectors.signature_b64 })).toBe(false);
  });
});

describe("the vectors'", () => {
  const generatorPower = createGeneratorPower(nativePower);

  test("x and verifier", () => {
    const x = passwordNumber(salt, group, identity, vectors.password);
    expect(x.toString("hex")).toBe(vectors.x_hex);
    expect(generatorPower(x).toString(16)).toBe(vectors.verifier_hex);
  });

  test("x and verifier of a device", () => {
    const { DeviceGroupKey, DeviceKey, devicePassword, saltHex } = device;
    const x = passwordNumber(bytesOfHex(saltHex), DeviceGroupKey, DeviceKey, devicePassword);
    expect(x.toString("hex")).toBe(device.x_hex);
    expect(padded(bytesOf(generatorPower(x))).toString("base64")).toBe(device.PasswordVerifier_b64);
    expect(padded(bytesOfHex(saltHex)).toString("base64")).toBe(device.Salt_b64);
  });

  test("u", () => {
    const u = scramblerOf(bytesOfHex(vectors.SRP_A), bytesOfHex(vectors.SRP_B));
    expect(u.toString("hex")).toBe(vectors.u_hex);
  });

  test("key and signature", () => {
    const key = sessionKeyOf(bytesOfHex(vectors.S_hex), bytesOfHex(vectors.u_hex));
    expect(key.toString("hex")).toBe(vectors.hkdf_key_hex);
    const claim = { group, identity, secretBlock, timestamp };
    expect(signatureOf(key, claim).toString("base64")).toBe(vectors.signature_b64);
  });

  test("signature of a device", () => {
    const key = Buffer.from(device.hkdf_key_hex, "hex");
    const claim = { group: device.DeviceGroupKey, identity: device.DeviceKey, secretBlock, timestamp };
    expect(signatureOf(key, claim).toString("base64")).toBe(device.signature_b64);
  });
});

describe("the test client gives the vectors'", () => {
  const client = createSrpClient({ a: number(vectors.a_hex) });
  const now = Date.UTC(2026, 10, 2, 3, 4, 5);

  test("SRP_A", () => {
    expect(client.start()).toBe(vectors.SRP_A);
  });

  test("timestamp", () => {
    expect(srpTimestamp(now)).toBe(timestamp);
    expect(srpTimestamp(Date.UTC(2026, 10, 23, 13, 14, 15))).toBe("Mon Nov 23 13:14:15 UTC 2026");
  });

  test("claim of a password", () => {
    const challenge = {
      SALT: vectors.saltHex,
      SRP_B: vectors.SRP_B,
      SECRET_BLOCK: secretBlock,
      USER_ID_FOR_SRP: identity,
    };
    expect(client.answer(challenge, vectors.password, `us-west-2_${group}`, now)).toEqual({
      PASSWORD_CLAIM_SIGNATURE: vectors.signature_b64,
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      TIMESTAMP: timestamp,
    });
  });

  test("claim of a device", () => {
    const { DeviceKey, DeviceGroupKey, devicePassword: password } = device;
    const challenge = { SALT: device.saltHex, SRP_B: device.SRP_B, SECRET_BLOCK: secretBlock };
    expect(client.answerDevice(challenge, { DeviceKey, DeviceGroupKey, password }, now)).toEqual({
      PASSWORD_CLAIM_SIGNATURE: device.signature_b64,
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      TIMESTAMP: timestamp,
      DEVICE_KEY: DeviceKey,
    });
  });

  test("verifier of a device", () => {
    expect(newDevice(device, device.devicePassword, number(device.saltHex))).toMatchObject({
      device: { DeviceKey: device.DeviceKey, password: device.devicePassword },
      DeviceSecretVerifierConfig: {
        PasswordVerifier: device.PasswordVerifier_b64,
        Salt: device.Salt_b64,
      },
    });
  });
});

function number(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
