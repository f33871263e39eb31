/** PreAuthentication may deny a sign-in before the first factor is looked at. */
import type { World } from "../ports.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { TriggerFail, TriggerSubject } from "./trigger-subject.ts";

/** The subject's metadata arrives as `validationData`. */
export async function preAuthentication(
  world: World,
  { pool, client, user, metadata }: TriggerSubject,
  userNotFound: boolean,
  fail: TriggerFail,
): Promise<void> {
  const arn = pool.settings.LambdaConfig?.PreAuthentication;
  if (arn === undefined) return;
  const request = { userAttributes: eventAttributes(user), validationData: metadata, userNotFound };
  const source = "PreAuthentication_Authentication";
  const event = { arn, source, pool, client, userName: user.username, request, response: {} };
  await runTrigger(world, { trigger: "PreAuthentication", ...event }, fail);
}
