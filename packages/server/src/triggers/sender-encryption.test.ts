import { expect, test } from "vitest";
import { decryptCode, senderKey } from "../../test/support/sender-code.ts";
import { encryptForSender, parseSenderKey } from "./sender-encryption.ts";

test("a handler opens the code with the same key, and with no other", async () => {
  const code = await encryptForSender(parseSenderKey(senderKey), "123456 ümlaut");
  expect(Buffer.from(code, "base64").includes("123456")).toBe(false);
  expect(await decryptCode(code)).toBe("123456 ümlaut");
  await expect(decryptCode(code, Buffer.alloc(32, 8).toString("base64"))).rejects.toThrow();
});

test("the same code is never the same text", async () => {
  const key = parseSenderKey(senderKey);
  expect(await encryptForSender(key, "123456")).not.toBe(await encryptForSender(key, "123456"));
});
