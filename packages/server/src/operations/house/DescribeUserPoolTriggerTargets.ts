import { requirePool } from "../../core/pools/find-pool.ts";
import { describeTriggerTarget } from "../../core/triggers/trigger-targets.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolTriggerTargets: Handler<"DescribeUserPoolTriggerTargets"> = async (
  input,
  context,
) => {
  const { triggerTargets } = await requirePool(context, input.UserPoolId, context.fail);
  return { Targets: triggerTargets.map(describeTriggerTarget) };
};
