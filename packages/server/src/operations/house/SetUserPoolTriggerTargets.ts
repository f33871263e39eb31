import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { describeTriggerTarget, newTriggerTargets } from "../../core/triggers/trigger-targets.ts";
import type { Handler } from "../handler.ts";

/** A full replacement. A target is for an ARN, whether or not the pool's LambdaConfig names it already. */
export const SetUserPoolTriggerTargets: Handler<"SetUserPoolTriggerTargets"> = async (input, context) => {
  const { caller, fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const triggerTargets = newTriggerTargets(context, poolId, input.Targets, caller.scope, fail);
  const pool = await updatePool(context, poolId, (current) => ({ ...current, triggerTargets }), fail);
  return { Targets: pool.triggerTargets.map(describeTriggerTarget) };
};
