import { generateKeyPairSync } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Puts an RS256 signing key of 2048 bits into the folder, for servers that do not make and keep one themselves. */
export function keepSigningKey(dataFolder: string): string {
  const file = join(dataFolder, "signing-key.json");
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = { ...privateKey.export({ format: "jwk" }), kid: "bench", alg: "RS256", use: "sig" };
    writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  }
  return file;
}
