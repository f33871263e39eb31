/** A bounded cache of parsed keys: the least recently used one goes first. Parsing costs 2 to 3 signatures. */
import type { KeyObject } from "node:crypto";

export class KeyCache {
  readonly #keys = new Map<string, KeyObject>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string, parse: () => KeyObject): KeyObject {
    const key = this.#keys.get(name) ?? parse();
    // A Map keeps insertion order, so putting it back makes it the newest.
    this.#keys.delete(name);
    this.#keys.set(name, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > this.#capacity && oldest !== undefined) this.#keys.delete(oldest);
    return key;
  }
}
