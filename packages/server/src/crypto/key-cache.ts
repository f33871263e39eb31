/** A bounded cache of parsed keys: the oldest goes first. Parsing costs 2 to 3 signatures, and every request asks. */
export class KeyCache<Key extends object> {
  readonly #keys = new Map<string, Key>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string, parse: () => Key): Key {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = parse();
    this.#keys.set(name, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > this.#capacity && oldest !== undefined) this.#keys.delete(oldest);
    return key;
  }
}
