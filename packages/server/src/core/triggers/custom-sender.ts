/** CustomEmailSender and CustomSMSSender send messages themselves: they get the code encrypted. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { MessageSource } from "./custom-message.ts";
import { eventAttributes, invokeTrigger } from "./trigger-event.ts";
import type { ClientMetadata, TriggerSubject } from "./trigger-subject.ts";

/** True when this pool's messages of that medium leave through a trigger. */
export function hasCustomSender(pool: Pool, medium: DeliveryMediumType): boolean {
  return senderArn(pool, medium) !== undefined;
}

export interface CustomSending {
  readonly pool: Pool;
  readonly medium: DeliveryMediumType;
  readonly source: MessageSource;
  /** The code or temporary password. */
  readonly code: string;
  readonly subject: Pick<TriggerSubject, "client" | "user">;
  readonly metadata: ClientMetadata;
}

/** False when the trigger failed; the message is tried again later. What it answers is not looked at. */
export async function sendByTrigger(world: World, sending: CustomSending): Promise<boolean> {
  const { pool, medium, source, subject, metadata } = sending;
  const arn = senderArn(pool, medium);
  if (arn === undefined) return false;
  const code = await world.triggers.encryptForSender(sending.code);
  if (code === undefined) {
    world.log.warn({ poolId: pool.poolId, arn }, "a code could not be encrypted for its sender");
    return false;
  }
  const { trigger, type } = senders[medium];
  const outcome = await invokeTrigger(world, {
    trigger,
    arn,
    source: `${trigger}_${source}`,
    pool,
    client: subject.client,
    userName: subject.user.username,
    request: { type, code, userAttributes: eventAttributes(subject.user), clientMetadata: metadata },
    response: {},
  });
  if (!outcome.ok && outcome.cause === "threw") {
    world.log.warn({ poolId: pool.poolId, arn, trigger }, "a sender trigger threw");
  }
  return outcome.ok;
}

const senders = {
  EMAIL: { trigger: "CustomEmailSender", type: "customEmailSenderRequestV1" },
  SMS: { trigger: "CustomSMSSender", type: "customSMSSenderRequestV1" },
} as const;

function senderArn({ settings }: Pool, medium: DeliveryMediumType): string | undefined {
  return settings.LambdaConfig?.[senders[medium].trigger]?.LambdaArn;
}
