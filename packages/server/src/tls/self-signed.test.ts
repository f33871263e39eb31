import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { selfSignedPair } from "./self-signed.ts";

test("is made for this machine's names alone, and may vouch for no other certificate", async () => {
  const { cert } = await selfSignedPair(folder());
  const certificate = new X509Certificate(cert);
  expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test("is kept for its owner alone, and made anew when what is kept cannot be used", async () => {
  const data = folder();
  const file = join(data, "self-signed.pem");
  const first = await selfSignedPair(data);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await selfSignedPair(data)).toEqual(first);
  const other = await selfSignedPair(folder());
  writeFileSync(file, first.key + other.cert);
  const second = await selfSignedPair(data);
  expect([first.cert, other.cert]).not.toContain(second.cert);
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "poolhouse-tls-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}
