/** A browser with tabs, for what needs no real one: its clock stands still until it is moved, and every facility can fail. */
import type { Channel, Environment } from "../environment.ts";

export interface FakeTab extends Environment {
  readonly sessionStorage: FakeStorage;
  /** Every page it was sent to, oldest first. */
  readonly left: URL[];
  readonly warnings: string[];
  goTo(url: string): void;
  wakeUp(): void;
  /** Another tab with a copy of this one's session storage. */
  duplicate(): FakeTab;
}

export interface FakeBrowser {
  readonly localStorage: FakeStorage;
  now(): number;
  /** Moves the clock and runs the timers that are due by then, in their order. */
  advance(ms: number): void;
  /** Moves the clock as sleep does: timers do not run. */
  sleep(ms: number): void;
  openTab(fetch: typeof globalThis.fetch, abilities?: Abilities): FakeTab;
}

interface Abilities {
  readonly hasLocks?: boolean;
  readonly hasChannel?: boolean;
}

/** `Object.keys` sees what is stored, as in a browser. */
export type FakeStorage = Storage & { trouble?: "absent" | "blocked" | "full" | undefined };

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

export function createFakeBrowser(): FakeBrowser {
  let now = Date.now();
  const timers = new Set<Timer>();
  const members = new Map<string, Set<(message: unknown) => void>>();
  const locks = new Map<string, Promise<unknown>>();
  const localStorage = createFakeStorage();

  function openTab(fetch: typeof globalThis.fetch, abilities: Abilities, copied: FakeStorage): FakeTab {
    const { hasLocks = true, hasChannel = true } = abilities;
    let address = "https://app.example.com/";
    const wakeUps = new Set<() => void>();
    const storages = { localStorage, sessionStorage: copied };
    return {
      fetch,
      sessionStorage: copied,
      left: [],
      warnings: [],
      now: () => now,
      random: () => 0.5,
      address: () => address,
      isSecure: () => /^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(address),
      goTo(url) {
        address = url;
      },
      leaveFor(url) {
        this.left.push(new URL(url));
      },
      replaceAddress(url) {
        address = url;
      },
      storage(name) {
        const storage = storages[name];
        if (storage.trouble === "blocked") throw new DOMException("denied", "SecurityError");
        return storage.trouble === "absent" ? undefined : storage;
      },
      inTurn: (name, work) => (hasLocks ? takeTurn(locks, name, work) : work()),
      openChannel: (name, hear) => (hasChannel ? join(members, name, hear) : { say() {}, close() {} }),
      onWakeUp(listener) {
        wakeUps.add(listener);
        return () => wakeUps.delete(listener);
      },
      wakeUp() {
        for (const listener of wakeUps) listener();
      },
      after(ms, work) {
        const timer = { at: now + ms, work };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      warn(message) {
        this.warnings.push(message);
      },
      duplicate: () => openTab(fetch, abilities, createFakeStorage({ ...copied })),
    };
  }

  return {
    localStorage,
    now: () => now,
    sleep(ms) {
      now += ms;
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = next(timers, end); timer !== undefined; timer = next(timers, end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.work();
      }
      now = end;
    },
    openTab: (fetch, abilities = {}) => openTab(fetch, abilities, createFakeStorage()),
  };
}

function next(timers: ReadonlySet<Timer>, end: number): Timer | undefined {
  return [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
}

function takeTurn<Result>(
  locks: Map<string, Promise<unknown>>,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const turn = (locks.get(name) ?? Promise.resolve()).then(work, work);
  locks.set(name, turn);
  return turn;
}

/** What is said arrives later, at everybody else's, as a copy. */
function join(
  members: Map<string, Set<(message: unknown) => void>>,
  name: string,
  hear: (message: unknown) => void,
): Channel {
  const all = members.get(name) ?? new Set();
  members.set(name, all.add(hear));
  return {
    say(message) {
      const copy: unknown = structuredClone(message);
      for (const other of all) if (other !== hear) queueMicrotask(() => all.has(other) && other(copy));
    },
    close: () => void all.delete(hear),
  };
}

function createFakeStorage(content: Readonly<Record<string, string>> = {}): FakeStorage {
  const entries: Record<string, string> = { ...content };
  const hidden = (value: unknown) => ({ value, enumerable: false, writable: true });
  const storage = Object.defineProperties(entries, {
    trouble: hidden(undefined),
    getItem: hidden((key: string) => entries[key] ?? null),
    removeItem: hidden((key: string) => delete entries[key]),
    setItem: hidden((key: string, value: string) => {
      const { trouble } = storage as FakeStorage;
      if (trouble === "full" && value.length > 10) throw new DOMException("full", "QuotaExceededError");
      entries[key] = value;
    }),
  });
  // The members that the kit uses, and no others.
  return storage as unknown as FakeStorage;
}
