/**
 * One lane of the outbox: a few senders, each taking the next message as soon as it is free, so that one slow
 * receiver holds up one sender and not the lane.
 */
import type { Carriers } from "../core/messages/carrier.ts";
import { deliver } from "../core/messages/deliver.ts";
import type { Message } from "../core/messages/message.ts";
import type { World } from "../core/ports.ts";

export interface Lane {
  /** There may be something to send: free senders look. */
  ask(): void;
  /** Resolves when nothing is due and nobody sends; never rejects. */
  idle(): Promise<void>;
}

const sendersAtOnce = 4;
const batch = 20;

export function createLane(
  world: World,
  carriers: Carriers,
  medium: Message["medium"],
  isStopped: () => boolean,
): Lane {
  const senders = new Set<Promise<void>>();
  const queue: Message[] = [];
  let atWork = 0;
  let isAsked = false;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    isAsked = false;
    try {
      queue.push(...(await world.store.read.messages.listDue(world.clock.now(), batch, medium)));
    } catch (error) {
      world.log.error({ err: error, medium }, "the outbox cannot read what is due");
    }
    looking = undefined;
  }

  async function send(): Promise<void> {
    for (;;) {
      if (queue.length === 0 && isAsked) {
        looking ??= Promise.resolve().then(look);
        await looking;
      }
      const message = isStopped() ? undefined : queue.shift();
      if (message !== undefined) await settle(message);
      else if (!isAsked || isStopped()) break;
    }
    // In one step with the last look at `isAsked`, so that nobody's question is lost.
    atWork -= 1;
  }

  async function settle(message: Message): Promise<void> {
    try {
      await deliver(world, carriers, message);
      isAsked = true;
    } catch (error) {
      // It is looked at again later, and not at once: the storage is in trouble.
      const { poolId, messageId } = message;
      world.log.error({ err: error, poolId, messageId }, "a message could not be settled");
    }
  }

  return {
    ask() {
      isAsked = true;
      for (; atWork < sendersAtOnce && !isStopped(); atWork += 1) {
        const sender = send().finally(() => senders.delete(sender));
        senders.add(sender);
      }
    },
    async idle() {
      while (senders.size > 0) await Promise.all(senders);
    },
  };
}
