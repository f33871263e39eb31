/** The server's certificate and private key: read from files, or in development mode made for this machine alone. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Tls } from "../config/config.ts";
import type { TlsPair } from "./pair.ts";

/** A pair that no client could be served with: one line what, one why, one what to do. */
export class TlsError extends Error {
  readonly what: string;
  readonly why: string;
  readonly cure: string;

  constructor(what: string, why: string, cure: string, options?: ErrorOptions) {
    super(`${what}\n${why}\n${cure}`, options);
    this.name = "TlsError";
    this.what = what;
    this.why = why;
    this.cure = cure;
  }
}

/** Undefined: plain HTTP. */
export async function loadTls(tls: Tls, dataFolder: string): Promise<TlsPair | undefined> {
  if (tls.kind === "off") return undefined;
  if (tls.kind === "files") return readPair(tls.certFile, tls.keyFile);
  // Loaded when it is wanted: making certificates brings a large library.
  const { selfSignedPair } = await import("./self-signed.ts");
  return selfSignedPair(dataFolder);
}

function readPair(certFile: string, keyFile: string): TlsPair {
  const pair = { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
  const certificate = parse(`${certFile} holds no certificate.`, () => new X509Certificate(pair.cert));
  const key = parse(`${keyFile} holds no private key.`, () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new TlsError(
      "The TLS certificate and the private key do not belong together.",
      `${keyFile} is not the key of the first certificate in ${certFile}.`,
      "Give the key the certificate was made for; the server's own certificate stands first in its chain.",
    );
  }
  return pair;
}

function parse<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw notPem(what, cause);
  }
}

function notPem(what: string, cause: unknown): TlsError {
  const cure = "Give a PEM file: text that begins with -----BEGIN. An encrypted key must be decrypted first.";
  return new TlsError(what, "It could not be read as PEM.", cure, { cause });
}
