import { expect, test } from "vitest";
import { splitToken } from "./parts.ts";

const encode = (value: object) => btoa(JSON.stringify(value)).replaceAll("=", "");
const header = encode({ alg: "RS256" });
const sealed = encode({ alg: "dir", enc: "A256GCM" });

test.each([
  [`Bearer ${header}.${header}.AAAA`, { header, payload: header, signature: "AAAA" }],
  [`${header}.${header}.`, { header, payload: header, signature: "" }],
  [`${sealed}..aa.bb.cc`, { header: sealed, encryptedKey: "", iv: "aa", ciphertext: "bb", tag: "cc" }],
  ["hello.world", { text: "hello.world" }],
  ["", { text: "" }],
])("names the parts of %s", (token, parts) => {
  expect(Object.fromEntries(splitToken(token).map(({ name, text }) => [name, text]))).toEqual(parts);
});
