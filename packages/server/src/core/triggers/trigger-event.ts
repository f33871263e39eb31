/**
 * The only way to run a trigger: the envelope that every event has, and the three ways in which a trigger fails the
 * call it belongs to (`cognito.md` §6). The caller reads the answer, with `trigger-response.ts`.
 */
import type { Client } from "../clients/client.ts";
import type { ApiFailure } from "../failures.ts";
import { regionOf } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { TriggerOutcome, World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import { type TriggerResponse, triggerResponse } from "./trigger-response.ts";
import type { TriggerFail } from "./trigger-subject.ts";

/** As failures name them. */
export type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGeneration"
  | "UserMigration"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "CustomMessage"
  | "CustomEmailSender"
  | "CustomSMSSender";

export interface TriggerEvent {
  readonly trigger: TriggerName;
  readonly arn: string;
  /** `PreSignUp_SignUp`, say. */
  readonly source: string;
  /** Default: 1. */
  readonly version?: "1" | "2" | "3";
  readonly pool: Pool;
  /** Undefined for an administrator's call. */
  readonly client: Client | undefined;
  readonly userName: string;
  readonly request: object;
  /** What the function finds there and may fill in. */
  readonly response: object;
}

/** Runs it and gives what it put into `response`. */
export async function runTrigger(
  world: World,
  event: TriggerEvent,
  fail: TriggerFail,
): Promise<TriggerResponse> {
  const { trigger, pool, arn } = event;
  const outcome = await invokeTrigger(world, event);
  if (!outcome.ok) throw failureOf(trigger, outcome, fail);
  return triggerResponse(outcome.event, (why) => {
    world.log.warn({ poolId: pool.poolId, arn, trigger, detail: why }, "a trigger's answer makes no sense");
    return fail("InvalidLambdaResponseException", texts.lambdaOutputInvalid);
  });
}

/** Why it could not be run is for the log: the caller is not told where an ARN leads. */
export async function invokeTrigger(world: World, event: TriggerEvent): Promise<TriggerOutcome> {
  const { trigger, pool, arn } = event;
  const outcome = await world.triggers.invoke(pool.poolId, arn, envelopeOf(event));
  if (!outcome.ok && outcome.cause !== "threw") {
    const { cause, message } = outcome;
    world.log.warn(
      { poolId: pool.poolId, arn, trigger, cause, detail: message },
      "a trigger could not be run",
    );
  }
  return outcome;
}

function envelopeOf({
  source,
  version = "1",
  pool,
  client,
  userName,
  request,
  response,
}: TriggerEvent): object {
  return {
    version,
    triggerSource: source,
    region: regionOf(pool.poolId),
    userPoolId: pool.poolId,
    userName,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: client?.clientId ?? "CLIENT_ID_NOT_APPLICABLE",
    },
    request,
    response,
  };
}

function failureOf(
  trigger: TriggerName,
  outcome: Extract<TriggerOutcome, { ok: false }>,
  fail: TriggerFail,
): ApiFailure {
  return outcome.cause === "threw"
    ? fail("UserLambdaValidationException", texts.lambdaThrew(trigger, outcome.message))
    : fail("UnexpectedLambdaException", texts.lambdaNotRun(trigger, outcome.cause));
}

/** `userAttributes` of every event: texts all of them, whatever their types in tokens. */
export function eventAttributes({
  sub,
  status,
  attributes,
}: Pick<User, "sub" | "status" | "attributes">): Readonly<Record<string, string>> {
  return { ...attributes, sub, "cognito:user_status": status };
}
