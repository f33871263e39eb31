/** PostConfirmation is told that a person confirmed their account or set a new password. */
import type { World } from "../ports.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { TriggerFail, TriggerSubject } from "./trigger-subject.ts";

/** After the commit: its failure fails the call and undoes nothing. */
export async function postConfirmation(
  world: World,
  { pool, client, user, metadata }: TriggerSubject,
  source: "PostConfirmation_ConfirmSignUp" | "PostConfirmation_ConfirmForgotPassword",
  fail: TriggerFail,
): Promise<void> {
  const arn = pool.settings.LambdaConfig?.PostConfirmation;
  if (arn === undefined) return;
  const request = { userAttributes: eventAttributes(user), clientMetadata: metadata };
  const event = { arn, source, pool, client, userName: user.username, request, response: {} };
  await runTrigger(world, { trigger: "PostConfirmation", ...event }, fail);
}
