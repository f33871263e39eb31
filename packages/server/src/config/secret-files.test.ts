import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig } from "./config.ts";
import { allOptions } from "./options.ts";
import { withSecretFiles } from "./secret-files.ts";

const key = "ab".repeat(32);

function secretFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "secret");
  writeFileSync(file, content);
  return file;
}

function config(poolhouse: Readonly<Record<string, string>>) {
  return parseConfig([], { poolhouse, threadPoolSize: undefined, noColor: true });
}

test("every secret can come from a file, without the end of its line", () => {
  for (const { env = "" } of allOptions.filter(({ isSecret }) => isSecret)) {
    expect(withSecretFiles({ [`${env}_FILE`]: secretFile("hunter2\n") })).toEqual({ [env]: "hunter2" });
  }
  expect(config({ POOLHOUSE_MASTER_KEY_FILE: secretFile(`${key}\r\n`) })).toMatchObject({
    masterKey: key,
    warnings: [],
  });
});

test("only secrets: what has no secret has no file, and is named in a warning", () => {
  const file = secretFile("0.0.0.0");
  const { host, warnings } = config({ POOLHOUSE_HOST_FILE: file });
  expect(host).toBe("127.0.0.1");
  expect(warnings).toHaveLength(1);
});

test("a secret given twice, a file that is not there and an empty one are refused by name", () => {
  expect(() => config({ POOLHOUSE_MASTER_KEY: key, POOLHOUSE_MASTER_KEY_FILE: secretFile(key) })).toThrow(
    "POOLHOUSE_MASTER_KEY and POOLHOUSE_MASTER_KEY_FILE were both given.",
  );
  expect(() => config({ POOLHOUSE_MASTER_KEY_FILE: "/nowhere/key" })).toThrow(
    'POOLHOUSE_MASTER_KEY_FILE is "/nowhere/key".',
  );
  expect(() => config({ POOLHOUSE_MASTER_KEY_FILE: secretFile("\n") })).toThrow("That file is empty.");
});

test("what is wrong with a secret from a file is told without it", () => {
  const file = secretFile("hunter2");
  expect(() => config({ POOLHOUSE_MASTER_KEY_FILE: file })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
  );
});
