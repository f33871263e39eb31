/** Remembers what was read, until a write drops it. */
export interface Cache<Key, Value> {
  /** `undefined` answers are not remembered, so that asking for what does not exist fills nothing. */
  get(key: Key, load: () => Promise<Value>): Promise<Value>;
  drop(key: Key): void;
  clear(): void;
}

/**
 * It holds promises, not values: whoever asks while a read is under way shares it, and a read that began before
 * a drop has nowhere to put its stale answer. `check` may make a reader wait, and drop things meanwhile.
 */
export function createCache<Key, Value>(
  limit: number,
  check: () => Promise<void> | undefined,
): Cache<Key, Value> {
  const entries = new Map<Key, Promise<Value>>();

  async function load(key: Key, read: () => Promise<Value>): Promise<Value> {
    const promise = read().then(deepFreeze);
    entries.set(key, promise);
    let isKept = false;
    try {
      const value = await promise;
      isKept = value !== undefined;
      return value;
    } finally {
      if (!isKept && entries.get(key) === promise) entries.delete(key);
    }
  }

  function getChecked(key: Key, read: () => Promise<Value>): Promise<Value> {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const oldest = entries.size < limit ? undefined : entries.keys().next().value;
    if (oldest !== undefined) entries.delete(oldest);
    return load(key, read);
  }

  return {
    get(key, read) {
      const wait = check();
      return wait === undefined ? getChecked(key, read) : wait.then(() => getChecked(key, read));
    },
    drop: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}

/** What is shared by all requests can be changed by none. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
