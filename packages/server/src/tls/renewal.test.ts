import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { TlsPair } from "./pair.ts";
import { watchRenewal } from "./renewal.ts";
import { selfSignedPair } from "./self-signed.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "poolhouse-tls-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A server with its certificate in two files, and what became of it. */
async function aServer() {
  const made = folder();
  const [certFile, keyFile] = [join(made, "cert.pem"), join(made, "key.pem")];
  const write = ({ cert, key }: TlsPair) => {
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
  };
  const first = await selfSignedPair(folder());
  write(first);
  const served: TlsPair[] = [];
  const complaints: unknown[] = [];
  const renewal = watchRenewal({ kind: "files", certFile, keyFile }, first, {
    serve: (pair) => void served.push(pair),
    complain: (error) => void complaints.push(error),
  });
  onTestFinished(renewal.stop);
  return { renewal, first, write, served, complaints, certFile };
}

test("a renewed certificate is served once, and an unchanged one is left alone", async () => {
  const { renewal, write, served, complaints } = await aServer();
  renewal.look();
  expect(served).toEqual([]);
  const second = await selfSignedPair(folder());
  write(second);
  renewal.look();
  renewal.look();
  expect(served).toEqual([second]);
  expect(complaints).toEqual([]);
});

test("a certificate whose key is still the old one is not served, and complained of once if that lasts", async () => {
  const { renewal, first, write, served, complaints, certFile } = await aServer();
  const second = await selfSignedPair(folder());
  write({ cert: second.cert, key: first.key });
  renewal.look();
  expect(complaints).toEqual([]);
  for (let looks = 0; looks < 3; looks += 1) renewal.look();
  expect(complaints).toHaveLength(1);
  expect(String(complaints[0])).toContain("do not belong together");
  rmSync(certFile);
  for (let looks = 0; looks < 3; looks += 1) renewal.look();
  expect(complaints).toHaveLength(2);
  expect(served).toEqual([]);
  write(second);
  renewal.look();
  expect(served).toEqual([second]);
});
