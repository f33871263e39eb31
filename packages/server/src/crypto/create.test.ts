import { expect, test } from "vitest";
import { poolId } from "../core/ids.ts";
import { createCrypto } from "./create.ts";
import { parseMasterKeyRing } from "./master-key.ts";

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
