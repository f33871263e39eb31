/** The server's certificate and private key: read from files, or in development mode made for this machine alone. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Tls } from "../config/config.ts";
import { ConfigError, nameOf, show } from "../config/config-error.ts";
import { type Option, options } from "../config/options.ts";
import type { TlsPair } from "./pair.ts";

/** Undefined: plain HTTP. Throws `ConfigError` for a pair that no client could be served with. */
export async function loadTls(tls: Tls, dataFolder: string): Promise<TlsPair | undefined> {
  if (tls.kind === "off") return undefined;
  if (tls.kind === "files") return readPair(tls.certFile, tls.keyFile);
  // Loaded when it is wanted: making certificates brings a large library.
  const { selfSignedPair } = await import("./self-signed.ts");
  return selfSignedPair(dataFolder);
}

/** Throws `ConfigError` as above, and what the file system has to say. */
export function readPair(certFile: string, keyFile: string): TlsPair {
  const pair = { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
  const certificate = parse(options.tlsCert, certFile, "certificate", () => new X509Certificate(pair.cert));
  const key = parse(options.tlsKey, keyFile, "private key", () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new ConfigError(
      `${nameOf(options.tlsCert)} and ${nameOf(options.tlsKey)} do not belong together.`,
      `${keyFile} is not the key of the first certificate in ${certFile}.`,
      "Give the key the certificate was made for; the server's own certificate stands first in its chain.",
    );
  }
  return pair;
}

function parse<T>(option: Option<string>, file: string, kind: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw notPem(option, file, kind, cause);
  }
}

function notPem(option: Option<string>, file: string, kind: string, cause: unknown): ConfigError {
  return new ConfigError(
    show(option, file),
    `No ${kind} can be read in it as PEM.`,
    "Give a PEM file: text that begins with -----BEGIN. An encrypted key must be decrypted first.",
    { cause },
  );
}
