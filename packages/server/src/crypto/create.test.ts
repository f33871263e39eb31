import { expect, test } from "vitest";
import { poolId } from "../core/ids.ts";
import { createCrypto } from "./create.ts";
import { parseMasterKeyRing } from "./master-key.ts";
import { sealedCheck } from "./master-key-check.ts";

test("every part works on one ring", async () => {
  const { random, digests, sealing, signing, passwords, srp } = createCrypto(
    parseMasterKeyRing("ef".repeat(32), "test"),
  );
  const pool = poolId("us-east-1_abcDEF123");
  const key = await signing.generate(pool);
  const jti = random.uuid();
  const token = await signing.sign(pool, key, { jti });
  expect(signing.verify(token, [key.publicJwk])).toMatchObject({ ok: true, claims: { jti } });
  expect(sealing.open("test", sealing.seal("test", jti))).toBe(jti);
  expect(digests.equal(digests.sha256(jti), digests.sha256(jti))).toBe(true);
  expect(await passwords.verify(await passwords.hash(jti), jti)).toBe(true);
  const { verifier } = await srp.enrol("abcDEF123", "alice", jti);
  expect(srp.isClientPublic(srp.challenge(verifier, verifier).serverPublic)).toBe(true);
});

const oldKey = "11".repeat(32);
const newKey = "22".repeat(32);

/** With what the database keeps once the data is that of `key`. */
function cryptoOf(keys: string, key: string, integrityKeys: ReadonlyMap<string, string> = new Map()) {
  const check = sealedCheck(parseMasterKeyRing(key, "test"));
  return createCrypto(parseMasterKeyRing(keys, "test"), { keptKeys: { check, integrityKeys } });
}

test("a fingerprint is that of the key of the data, wherever it stands in the ring, until the data has another", () => {
  const { fingerprint } = cryptoOf(oldKey, oldKey).digests;
  for (const keys of [`${newKey},${oldKey}`, `${oldKey},${newKey}`]) {
    expect(cryptoOf(keys, oldKey).digests.fingerprint("nobody")).toBe(fingerprint("nobody"));
    expect(cryptoOf(keys, newKey).digests.fingerprint("nobody")).not.toBe(fingerprint("nobody"));
  }
});

test("what was written under a key that is gone can be checked by what was kept of it, also a second time", () => {
  const thirdKey = "33".repeat(32);
  const mac = cryptoOf(oldKey, oldKey).integrity.mac("a record");
  const kept = cryptoOf(`${newKey},${oldKey}`, oldKey).masterKeys.integrityKeys();
  expect(cryptoOf(newKey, newKey).integrity.check("a record", mac)).toBe("keyGone");
  const { integrity } = cryptoOf(newKey, newKey, kept);
  expect(integrity.check("a record", mac)).toBe("right");
  expect(integrity.check("another", mac)).toBe("wrong");
  expect([integrity.isRetired(mac), integrity.isRetired(integrity.mac("a record"))]).toEqual([true, false]);
  expect(cryptoOf(`${newKey},${oldKey}`, newKey, kept).integrity.isRetired(mac)).toBe(false);

  const keptLater = cryptoOf(`${thirdKey},${newKey}`, newKey, kept).masterKeys.integrityKeys();
  expect([...keptLater.keys()]).toHaveLength(2);
  expect(cryptoOf(thirdKey, thirdKey, keptLater).integrity.check("a record", mac)).toBe("right");
  expect(cryptoOf(thirdKey, thirdKey, kept).integrity.check("a record", mac)).toBe("keyGone");
});
