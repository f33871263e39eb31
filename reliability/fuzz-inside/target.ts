/** One parser as a fuzzer calls it. */
export interface Target {
  /** Good inputs: what is known of how one looks. */
  readonly seeds: readonly (string | Buffer)[];
  /** Throws when the parser does what it never may. */
  run(data: Buffer): void | Promise<void>;
}

export function insist(isKept: boolean, promise: string): void {
  if (!isKept) throw new Error(promise);
}

/** What may be thrown: a refusal. Undefined then. */
export function unlessRefused<T>(parse: () => T, refusal: new (...args: never[]) => Error): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof refusal) return undefined;
    throw error;
  }
}
