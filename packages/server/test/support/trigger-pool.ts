/** A pool whose triggers lead to functions of the test, by SetUserPoolTriggerTargets. */
import type { CreateUserPoolCommandInput, LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import { callOwn } from "./own-operations.ts";
import { createPool } from "./pool.ts";
import type { TestServer } from "./server.ts";
import type { TriggerEvent, TriggerFunction, TriggerHost } from "./trigger-host.ts";

export type TriggerKey =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "UserMigration"
  | "CustomMessage"
  | "CustomEmailSender"
  | "CustomSMSSender"
  | "V1_0"
  | "V2_0"
  | "V3_0";

export interface TriggerPool {
  readonly poolId: string;
  /** Another function for a trigger the pool has. */
  set(trigger: TriggerKey, run: TriggerFunction): void;
  /** What happens while the server waits for a trigger, which then answers as it did; undefined lets nothing happen. */
  meanwhile(trigger: TriggerKey, happens: (() => Promise<unknown>) | undefined): void;
  events(trigger: TriggerKey): TriggerEvent[];
}

export const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** A custom challenge, asked until it is met: seven is the answer. */
export const riddle: Partial<Record<TriggerKey, TriggerFunction>> = {
  DefineAuthChallenge: ({ request, response }) => {
    if (request.session.at(-1)?.challengeResult === true) response.issueTokens = true;
    else response.challengeName = "CUSTOM_CHALLENGE";
  },
  CreateAuthChallenge: ({ response }) => {
    response.privateChallengeParameters = { answer: "7" };
  },
  VerifyAuthChallengeResponse: ({ request, response }) => {
    response.answerCorrect = request.challengeAnswer === "7";
  },
};

let pools = 0;

/** The keys `V1_0` to `V3_0` are PreTokenGeneration of that version. */
export async function poolWithTriggers(
  server: TestServer,
  host: TriggerHost,
  functions: Partial<Record<TriggerKey, TriggerFunction>>,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<TriggerPool> {
  pools += 1;
  const number = pools;
  const nameOf = (trigger: string): string => `pool-${number}-${trigger}`;
  const triggers = Object.keys(functions);
  // Another file's pool may have the same number, but its host is its own.
  for (const [trigger, run] of Object.entries(functions)) host.functions.set(nameOf(trigger), run);
  const LambdaConfig = Object.assign({}, ...triggers.map((each) => configOf(each, arnOf(nameOf(each)))));
  const poolId = await createPool(server, { LambdaConfig, ...settings });
  const Targets = triggers.map((trigger) => ({
    TriggerArn: arnOf(nameOf(trigger)),
    Lambda: { Endpoint: host.url, FunctionName: nameOf(trigger) },
  }));
  await callOwn(server, "SetUserPoolTriggerTargets", { UserPoolId: poolId, Targets });
  return {
    poolId,
    set: (trigger, run) => void host.functions.set(nameOf(trigger), run),
    meanwhile(trigger, happens) {
      if (happens === undefined) host.answers.delete(nameOf(trigger));
      else {
        host.answers.set(nameOf(trigger), (response, { body }) => {
          response.setHeader("content-type", "application/json");
          void happens().then(() => response.end(body));
        });
      }
    },
    events: (trigger) => host.eventsOf(nameOf(trigger)),
  };
}

function configOf(trigger: string, arn: string): LambdaConfigType {
  switch (trigger) {
    case "V1_0":
      return { PreTokenGeneration: arn };
    case "V2_0":
    case "V3_0":
      return { PreTokenGenerationConfig: { LambdaVersion: trigger, LambdaArn: arn } };
    case "CustomEmailSender":
    case "CustomSMSSender":
      return { [trigger]: { LambdaVersion: "V1_0", LambdaArn: arn } };
    default:
      return { [trigger]: arn };
  }
}

/** Throws what a function of a pool says no with. */
export function denying(words: string): TriggerFunction {
  return () => {
    throw new Error(words);
  };
}
