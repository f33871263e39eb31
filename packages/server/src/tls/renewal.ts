/**
 * Serves a certificate that was renewed on disk within a minute: certificates are valid for weeks, and servers run
 * longer. Existing connections keep the old one.
 */
import type { Tls } from "../config/config.ts";
import { readPair } from "./load.ts";
import type { TlsPair } from "./pair.ts";

export interface RenewalOptions {
  readonly serve: (pair: TlsPair) => void;
  /** Told once of each thing that is wrong with the files; the old certificate is served on. */
  readonly complain: (error: unknown) => void;
}

export interface Renewal {
  /** Looks now. */
  look(): void;
  stop(): void;
}

const lookMs = 60_000;

export function watchRenewal(
  { certFile, keyFile }: Extract<Tls, { kind: "files" }>,
  first: TlsPair,
  { serve, complain }: RenewalOptions,
): Renewal {
  let served = first;
  let trouble = { words: "", looks: 0 };

  function look(): void {
    try {
      const pair = readPair(certFile, keyFile);
      trouble = { words: "", looks: 0 };
      if (pair.cert === served.cert && pair.key === served.key) return;
      serve(pair);
      served = pair;
    } catch (error) {
      const words = String(error);
      trouble = { words, looks: words === trouble.words ? trouble.looks + 1 : 1 };
      // Certificate and key are replaced one after the other: what is wrong between the two passes.
      if (trouble.looks === 2) complain(error);
    }
  }

  const timer = setInterval(look, lookMs).unref();
  return { look, stop: () => clearInterval(timer) };
}
