/** PostAuthentication is told of a sign-in whose factors are all proven; its failure denies the tokens. */
import type { World } from "../ports.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { TriggerFail, TriggerSubject } from "./trigger-subject.ts";

export async function postAuthentication(
  world: World,
  { pool, client, user, metadata }: TriggerSubject,
  newDeviceUsed: boolean,
  fail: TriggerFail,
): Promise<void> {
  const arn = pool.settings.LambdaConfig?.PostAuthentication;
  if (arn === undefined) return;
  const request = { userAttributes: eventAttributes(user), newDeviceUsed, clientMetadata: metadata };
  const source = "PostAuthentication_Authentication";
  const event = { arn, source, pool, client, userName: user.username, request, response: {} };
  await runTrigger(world, { trigger: "PostAuthentication", ...event }, fail);
}
