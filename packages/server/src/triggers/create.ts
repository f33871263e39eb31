/**
 * Resolves the ARNs of pools' triggers: to what the pool's own administrator set by SetUserPoolTriggerTargets,
 * otherwise to the operator's file. Nothing here throws: a trigger that fails is an outcome, and the rules decide what
 * it means.
 */
import type { KeyObject } from "node:crypto";
import type { PoolId } from "../core/ids.ts";
import type { Log, Random, Sealing, TriggerOutcome, Triggers } from "../core/ports.ts";
import type { Store } from "../core/tables.ts";
import type { TriggerTarget } from "../core/triggers/trigger-target.ts";
import { webhookSecretPurpose } from "../core/triggers/trigger-targets.ts";
import { invokeLambda } from "./invoke-lambda.ts";
import { runHandler } from "./lambda-handler.ts";
import { unreachable } from "./outcome.ts";
import type { Target } from "./read-targets.ts";
import { encryptForSender, parseSenderKey } from "./sender-encryption.ts";
import { callWebhook } from "./webhook.ts";

export interface TriggersOptions {
  readonly store: Pick<Store, "read">;
  readonly sealing: Sealing;
  readonly random: Pick<Random, "uuid">;
  readonly log: Log;
  /** What the operator's file says. */
  readonly targets: ReadonlyMap<string, Target>;
  /** `POOLHOUSE_CUSTOM_SENDER_KEY`. */
  readonly senderKey: string | undefined;
  /** Of one attempt. Default: the five seconds of the real service. */
  readonly limitMs?: number;
  /** Epoch ms of the machine, which other machines compare with their own. Default: the system's. */
  readonly now?: () => number;
}

export function createTriggers(options: TriggersOptions): Triggers {
  const { targets, senderKey, log } = options;
  const key = senderKey === undefined ? undefined : parseSenderKey(senderKey);
  return {
    async invoke(poolId, arn, event) {
      try {
        const target = (await findOwnTarget(options, poolId, arn)) ?? targets.get(arn);
        if (target === undefined) return unreachable("nothing is known behind this ARN");
        return await run(options, arn, target, event);
      } catch (error) {
        log.error({ poolId, arn, err: error }, "a trigger could not be invoked");
        return unreachable("the server failed");
      }
    },
    canEncryptForSender: key !== undefined,
    encryptForSender: async (code) => encrypt(log, key, code),
  };
}

const fiveSeconds = 5_000;

async function run(
  { random, limitMs = fiveSeconds, now = Date.now }: TriggersOptions,
  arn: string,
  target: Target,
  event: object,
): Promise<TriggerOutcome> {
  switch (target.kind) {
    case "module":
      return runHandler({ handler: target.handler, arn, event, requestId: random.uuid(), limitMs });
    case "webhook":
      return callWebhook(target, event, { limitMs, now, newId: () => random.uuid() });
    case "lambda":
      return invokeLambda(target, event, { limitMs, now });
  }
}

async function findOwnTarget(
  { store, sealing }: TriggersOptions,
  poolId: PoolId,
  arn: string,
): Promise<Target | undefined> {
  const pool = await store.read.pools.find(poolId);
  const target = pool?.triggerTargets.find((each) => each.arn === arn);
  return target && opened(sealing, poolId, target);
}

function opened(sealing: Sealing, poolId: PoolId, target: TriggerTarget): Target {
  if (target.kind === "lambda") return { ...target, credentials: undefined };
  const secret = sealing.open(webhookSecretPurpose(poolId), target.sealedSecret);
  if (secret === undefined) throw new Error("the webhook's secret was sealed under a key that is gone");
  return { kind: "webhook", url: target.url, secret };
}

async function encrypt(log: Log, key: KeyObject | undefined, code: string): Promise<string | undefined> {
  if (key === undefined) return undefined;
  try {
    return await encryptForSender(key, code);
  } catch (error) {
    log.error({ err: error }, "a code could not be encrypted");
    return undefined;
  }
}
