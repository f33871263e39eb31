/** A certificate, perhaps with its chain, and its private key: PEM texts. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}
