/** The turn to renew one session, held for as long as the work lasts and no longer. */
import type { Settings } from "../settings.ts";
import type { SessionStore } from "../store.ts";

type LeaseSettings = Pick<Settings, "leaseMs" | "wait">;

/** Undefined when another process has the turn. `release` never fails: a lease that cannot be given back runs out. */
export async function takeLease(
  store: SessionStore,
  { leaseMs, wait }: LeaseSettings,
  id: string,
  owner: string,
): Promise<{ readonly release: () => Promise<void> } | undefined> {
  if (!(await store.acquireLease(id, owner, leaseMs))) return undefined;
  const stop = new AbortController();
  extend(stop.signal).catch(() => undefined);
  return {
    async release() {
      stop.abort();
      await store.releaseLease(id, owner).catch(() => undefined);
    },
  };

  /** At a third of it, so that one attempt may fail. Once it is lost there is nothing to extend; compare-and-swap guards the rest. */
  async function extend(signal: AbortSignal): Promise<void> {
    for (;;) {
      await wait(leaseMs / 3, signal);
      if (signal.aborted) return;
      const isHeld = await store.acquireLease(id, owner, leaseMs).catch(() => true);
      if (!isHeld) return;
      // Released while it was being extended: give back what came too late.
      if (signal.aborted) return void store.releaseLease(id, owner).catch(() => undefined);
    }
  }
}
