/** A certificate for this machine's own names, kept in the data folder so that a browser is asked to trust it once. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import type { TlsPair } from "./pair.ts";

const day = 86_400_000;
const lifeMs = 397 * day;
/** Made anew when less than this is left. */
const leastLeftMs = 30 * day;

export async function selfSignedPair(dataFolder: string): Promise<TlsPair> {
  const file = join(dataFolder, "self-signed.pem");
  const kept = readKept(file);
  if (kept !== undefined) return kept;
  const pair = await makePair();
  // Key and certificate in one file, so that they can never be of two makings.
  writeFileSync(`${file}.new`, pair.key + pair.cert, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return pair;
}

async function makePair(): Promise<TlsPair> {
  const now = Date.now();
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(now - day),
    notAfterDate: new Date(now + lifeMs - day),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { cert: withLineEnd(made.cert), key: withLineEnd(made.private) };
}

function readKept(file: string): TlsPair | undefined {
  try {
    const text = readFileSync(file, "utf8");
    const start = text.indexOf("-----BEGIN CERTIFICATE-----");
    const pair = { key: text.slice(0, start), cert: text.slice(start) };
    const certificate = new X509Certificate(pair.cert);
    const isFresh = certificate.validToDate.getTime() > Date.now() + leastLeftMs;
    return isFresh && certificate.checkPrivateKey(createPrivateKey(pair.key)) ? pair : undefined;
  } catch {
    return undefined;
  }
}

function withLineEnd(pem: string): string {
  return `${pem.replaceAll("\r\n", "\n").trimEnd()}\n`;
}
