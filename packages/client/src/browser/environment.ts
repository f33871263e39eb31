/** Everything that this room asks of the browser, so that tests can play one. */
import type { BrowserAuthOptions } from "./options.ts";

export interface Environment {
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** The address of this page. */
  address(): string;
  /** Whether the browser lends the page its cryptography: over https, or on a loopback address. */
  isSecure(): boolean;
  /** Goes to another page. */
  leaveFor(url: string): void;
  /** Shows another address without loading it. */
  replaceAddress(url: string): void;
  /** Throws where it is blocked. */
  storage(name: "localStorage" | "sessionStorage"): Storage | undefined;
  /** One at a time among all tabs of the origin. Where there are no Web Locks: at once. */
  inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Hears what the other tabs say under this name. Where it cannot be: says it to nobody. */
  openChannel(name: string, hear: (message: unknown) => void): Channel;
  /** The moments at which time may have jumped, the network come back, or a shared storage changed. */
  onWakeUp(listener: () => void): () => void;
  after(ms: number, work: () => void): () => void;
  warn(message: string): void;
}

export interface Channel {
  say(message: unknown): void;
  close(): void;
}

/** Touches nothing yet, so that it can be made where there is no browser: while rendering on a server. */
export function browserEnvironment(options: BrowserAuthOptions): Environment {
  return {
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    now: options.now ?? Date.now,
    random: Math.random,
    address: () => location.href,
    isSecure: () => isSecureContext,
    leaveFor: (url) => location.assign(url),
    replaceAddress(url) {
      history.replaceState(history.state, "", url);
      // Routers that have read the address already read it again.
      dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    },
    storage: (name) => globalThis[name],
    inTurn: (name, work) => navigator.locks?.request(name, work) ?? work(),
    openChannel,
    onWakeUp,
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    // biome-ignore lint/suspicious/noConsole: a warning that nobody hears warns nobody.
    warn: options.warn ?? console.warn,
  };
}

function openChannel(name: string, hear: (message: unknown) => void): Channel {
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(name);
  channel?.addEventListener("message", ({ data }) => hear(data));
  return { say: (message) => channel?.postMessage(message), close: () => channel?.close() };
}

function onWakeUp(listener: () => void): () => void {
  const names = ["online", "focus", "pageshow", "storage", "visibilitychange"];
  for (const name of names) addEventListener(name, listener);
  return () => {
    for (const name of names) removeEventListener(name, listener);
  };
}
