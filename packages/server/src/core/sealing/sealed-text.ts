/** What the database keeps sealed under the master key for longer than a code or a session lives. */

export type SealedPlace =
  | "accessKeys"
  | "clients"
  | "devices"
  | "messages"
  | "passwordVerifiers"
  | "pendingSoftwareTokens"
  | "signingKeys"
  | "softwareTokens"
  | "triggerTargets";

export interface SealedText {
  readonly place: SealedPlace;
  /** Of its row: the primary key, in order. */
  readonly key: readonly string[];
  /** Sealed, or JSON with members `sealedSecret`. */
  readonly text: string;
}

export interface SealedTable {
  /** Those of a place by the keys of their rows; `after` is such a key. */
  list(
    place: SealedPlace,
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly SealedText[]>;
  /** False when the row has another text by now, or is gone. */
  replace(old: SealedText, text: string): Promise<boolean>;
  /** By which a wrong master key is known at once; undefined before the first start. */
  findCheck(): Promise<string | undefined>;
  /** From then on `by` names the key of this data. False when it was another already. */
  replaceCheck(old: string, by: string): Promise<boolean>;
  /** What checks records of the audit log that were written under master keys that may be gone: sealed, by key id. */
  listIntegrityKeys(): Promise<ReadonlyMap<string, string>>;
  putIntegrityKey(keyId: string, sealed: string): Promise<void>;
}
