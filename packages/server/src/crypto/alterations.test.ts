/** Everything that is signed or sealed, altered in every small way there is. */
import { expect, test } from "vitest";
import { poolId } from "../core/ids.ts";
import { createCrypto } from "./create.ts";
import { parseMasterKeyRing } from "./master-key.ts";

const { integrity, sealing, signing } = createCrypto(parseMasterKeyRing("ab".repeat(32), "test"));

test("JW-08: a JWT with one bit flipped, or cut anywhere, is refused", async () => {
  const pool = poolId("us-east-1_abcDEF123");
  const key = await signing.generate(pool);
  const token = await signing.sign(pool, key, { sub: "a" });
  expect(signing.verify(token, [key.publicJwk]).ok).toBe(true);
  expect(alterations(token).filter((altered) => signing.verify(altered, [key.publicJwk]).ok)).toEqual([]);
});

test("JW-08: a refresh token with one bit flipped, or cut anywhere, does not open", () => {
  const token = sealing.sealRefreshToken('{"generation":4}');
  expect(sealing.openRefreshToken(token)).toBe('{"generation":4}');
  expect(alterations(token).filter((altered) => sealing.openRefreshToken(altered) !== undefined)).toEqual([]);
});

test("a sealed text with one bit flipped, or cut anywhere, does not open", () => {
  const sealed = sealing.seal("purpose", "text");
  expect(sealing.open("purpose", sealed)).toBe("text");
  expect(alterations(sealed).filter((altered) => sealing.open("purpose", altered) !== undefined)).toEqual([]);
});

test("the code of a record with one bit flipped, cut anywhere or longer, is not right", () => {
  const mac = integrity.mac("a record");
  expect(integrity.check("a record", mac)).toBe("right");
  const altered = [...alterations(mac), `${mac}.`, `${mac}.AAAA`, `${mac}=`, `${mac}AAAA`];
  expect(altered.filter((each) => integrity.check("a record", each) === "right")).toEqual([]);
});

function alterations(token: string): string[] {
  const altered: string[] = [];
  for (let at = 0; at < token.length; at += 1) {
    altered.push(token.slice(0, at));
    if (at > 0) altered.push(token.slice(at));
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
      altered.push(token.slice(0, at) + flipped + token.slice(at + 1));
    }
  }
  return altered;
}
