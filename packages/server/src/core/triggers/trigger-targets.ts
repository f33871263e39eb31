/** What SetUserPoolTriggerTargets may ask for, and how it is shown. Secrets are sealed, and never shown again. */
import type { DescribedTriggerTargetType, TriggerTargetType } from "../../model/poolhouse.ts";
import type { AccessKeyScope } from "../access-keys/access-key.ts";
import type { Fail } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { TriggerTarget } from "./trigger-target.ts";

export function webhookSecretPurpose(poolId: string): string {
  return `trigger webhook ${poolId}`;
}

type TargetFail = Fail<"InvalidParameterException" | "NotAuthorizedException">;

export function newTriggerTargets(
  world: Pick<World, "sealing">,
  poolId: PoolId,
  wanted: readonly TriggerTargetType[],
  scope: AccessKeyScope,
  fail: TargetFail,
): readonly TriggerTarget[] {
  const arns = new Set(wanted.map(({ TriggerArn }) => TriggerArn));
  if (arns.size < wanted.length) throw fail("InvalidParameterException", texts.triggerTargetTwice);
  return wanted.map(({ TriggerArn: arn, Webhook, Lambda }) => {
    if ((Webhook === undefined) === (Lambda === undefined)) {
      throw fail("InvalidParameterException", texts.triggerTargetKind(arn));
    }
    if (Webhook !== undefined) {
      requireAddress(Webhook.Url, scope, fail);
      const sealedSecret = world.sealing.seal(webhookSecretPurpose(poolId), Webhook.Secret);
      return { arn, kind: "webhook", url: Webhook.Url, sealedSecret };
    }
    const { Endpoint: endpoint = "", FunctionName: functionName = "" } = Lambda ?? {};
    requireAddress(endpoint, scope, fail);
    return { arn, kind: "lambda", endpoint, functionName };
  });
}

export function describeTriggerTarget(target: TriggerTarget): DescribedTriggerTargetType {
  return target.kind === "webhook"
    ? { TriggerArn: target.arn, Webhook: { Url: target.url } }
    : { TriggerArn: target.arn, Lambda: { Endpoint: target.endpoint, FunctionName: target.functionName } };
}

/**
 * Events carry addresses, codes and passwords, so they travel encrypted or not at all. What listens on this machine only is
 * the operator's: the key of one pool must not make the server talk to it.
 */
function requireAddress(address: string, scope: AccessKeyScope, fail: TargetFail): void {
  const url = URL.parse(address);
  const isPlain = url !== null && url.username === "" && url.password === "" && url.hash === "";
  const isOfWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (url === null || !isPlain || !isOfWeb) throw fail("InvalidParameterException", texts.triggerUrlInvalid);
  const isLoopback = /^(?:.+\.)?localhost$|^127\.[\d.]+$|^\[::1\]$/.test(url.hostname);
  const isHere = isLoopback || otherNamesOfHere.test(url.hostname);
  if (url.protocol === "http:" && !isLoopback) {
    throw fail("InvalidParameterException", texts.triggerUrlInvalid);
  }
  if (isHere && scope.kind !== "ALL") throw fail("NotAuthorizedException", texts.triggerUrlOfMachine);
}

/** The name from the root, the addresses of no host, by which systems reach themselves, and IPv4's inside IPv6; as `URL` writes them. */
const otherNamesOfHere = /^(?:.+\.)?localhost\.$|^0\.|^\[::\]$|^\[::ffff:(?:7f[\da-f]{2}|0):/;
