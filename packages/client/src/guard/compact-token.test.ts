import { describe, expect, test } from "vitest";
import { readCompactToken } from "./compact-token.ts";

const encode = (text: string) => Buffer.from(text).toString("base64url");
const header = encode('{"alg":"RS256"}');
const payload = encode('{"sub":"ada"}');
const limit = 16_384;

function codeOf(token: string, maxBytes = limit): string {
  try {
    readCompactToken(token, maxBytes);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "another error";
  }
  return "read";
}

test("reads header and payload", () => {
  const { header: head, payload: body } = readCompactToken(`${header}.${payload}.AAAA`, limit);
  expect([head, body]).toEqual([{ alg: "RS256" }, { sub: "ada" }]);
});

test("reads any character", () => {
  const name = "Zoë 🏊 \u2028";
  expect(readCompactToken(`${header}.${encode(JSON.stringify({ name }))}.AAAA`, limit).payload).toEqual({
    name,
  });
});

describe("JW-08: one token is written in one way:", () => {
  test.each([
    ["padding", `${header}.${encode('{"sub":"a"}')}=.AAAA`],
    ["bits that no byte uses, in the signature", `${header}.${payload}.AB`],
    ["bits that no byte uses, in the payload", `${header}.${payload.slice(0, -1)}1.AAAA`],
    ["a length that cannot be", `${header}.${payload}.AAAAA`],
    ["the other alphabet", `${header}.${payload}.++//`],
    ["white space", `${header}.${payload}.AA AA`],
    ["a line end", `${header}.${payload}.AAAA\n`],
    ["a member twice", `${header}.${encode('{"sub":"ada","sub":"bob"}')}.AAAA`],
    ["bytes that are not UTF-8", `${header}.${Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")}.AAAA`],
    ["a byte order mark", `${header}.${encode('\uFEFF{"sub":"ada"}')}.AAAA`],
    ["no object", `${header}.${encode('"ada"')}.AAAA`],
    ["two parts", `${header}.${payload}`],
    ["four parts", `${header}.${payload}.AAAA.AAAA`],
    ["words", "not a token"],
  ])("%s", (_, token) => {
    expect(codeOf(token)).toBe("token_malformed");
  });
});

test("says that an encrypted token is not for APIs", () => {
  expect(() => readCompactToken("a.b.c.d.e", limit)).toThrow(/encrypted; a refresh token is not for APIs/);
});

test("has nothing to say about no token", () => {
  expect(codeOf("")).toBe("token_missing");
});

describe("JW-09:", () => {
  test("refuses a token of more than its limit before it is looked at", () => {
    expect(codeOf(`${header}.${payload}.${"A".repeat(limit)}`)).toBe("token_too_large");
    expect(codeOf("x".repeat(100), 99)).toBe("token_too_large");
  });

  test("refuses a header of more than 2 KB", () => {
    const large = (bytes: number) => `${encode(JSON.stringify({ x: "x".repeat(bytes) }))}.${payload}.AAAA`;
    expect(codeOf(large(2048))).toBe("token_too_large");
    expect(codeOf(large(2000))).toBe("read");
  });

  test("does no work for a JWE with compression or many iterations", () => {
    const jwe = encode(
      '{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","zip":"DEF","p2c":2147483648,"p2s":"AAAA"}',
    );
    expect(codeOf(`${jwe}.AAAA.AAAA.AAAA.AAAA`)).toBe("token_malformed");
  });
});
