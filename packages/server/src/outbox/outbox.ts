/**
 * The outbox: carries stored messages away, after the commit that stored them. It looks when it is woken, when a failed
 * message is due again, and every minute for what another process left behind. Mails and text messages have a lane each, so
 * that a mail server that hangs holds no text message up. What became of each message is `core/messages/deliver.ts`.
 */
import { atMost } from "../clock/at-most.ts";
import type { Carriers } from "../core/messages/carrier.ts";
import type { World } from "../core/ports.ts";
import { createLane } from "./lane.ts";

export interface Outbox {
  /** From now on it sends by itself. */
  start(): void;
  /** There is something to send. */
  wake(): void;
  /** The same in a moment: carrying a message away must not lengthen the answer to whoever caused it, which would tell who exists (HP-06). */
  wakeSoon(): void;
  /** Sends what is due now, and resolves when nothing is any more. */
  drain(): Promise<void>;
  /** Begins nothing new, and waits for what is under way, but no longer than so many milliseconds: ten seconds, if nothing is said. */
  stop(patienceMs?: number): Promise<void>;
}

/** Longer than an answer takes from the commit on. */
const momentMs = 100;
const soonestMs = 1_000;
const latestMs = 60_000;

export function createOutbox(world: World, carriers: Carriers): Outbox {
  let state: "new" | "running" | "stopped" = "new";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let moment: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  const isStopped = () => state === "stopped";
  const lanes = (["EMAIL", "SMS"] as const).map((medium) => createLane(world, carriers, medium, isStopped));

  async function drain(): Promise<void> {
    for (const lane of lanes) lane.ask();
    await Promise.all(lanes.map((lane) => lane.idle()));
  }

  function wake(): void {
    if (state !== "running") return;
    const sending = drain();
    if (isLooking) return;
    isLooking = true;
    void sending.then(lookAgain);
  }

  async function lookAgain(): Promise<void> {
    const wait = await untilNextDue(world).catch(() => latestMs);
    isLooking = false;
    clearTimeout(timer);
    if (state === "running") timer = setTimeout(wake, wait).unref();
  }

  return {
    start() {
      if (state !== "new") return;
      state = "running";
      wake();
    },
    wake,
    wakeSoon() {
      moment ??= setTimeout(() => {
        moment = undefined;
        wake();
      }, momentMs).unref();
    },
    drain,
    async stop(patienceMs = 10_000) {
      state = "stopped";
      clearTimeout(timer);
      clearTimeout(moment);
      await atMost(patienceMs, drain(), undefined);
    },
  };
}

async function untilNextDue(world: World): Promise<number> {
  const next = await world.store.read.messages.findNextDue();
  const wait = next === undefined ? latestMs : next - world.clock.now();
  return Math.min(Math.max(wait, soonestMs), latestMs);
}
