/** PreSignUp may deny a sign-up, confirm the person at once, or take their addresses for verified. */
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { ClientMetadata, TriggerFail, TriggerSubject } from "./trigger-subject.ts";

export interface PreSignUpAnswer {
  readonly autoConfirmUser: boolean;
  readonly autoVerifyEmail: boolean;
  readonly autoVerifyPhone: boolean;
}

/** All false where the pool has no such trigger, and for AdminCreateUser. */
export async function preSignUp(
  world: World,
  { pool, client, user, metadata }: TriggerSubject,
  source: "PreSignUp_SignUp" | "PreSignUp_AdminCreateUser",
  validationData: ClientMetadata,
  fail: TriggerFail,
): Promise<PreSignUpAnswer> {
  const arn = pool.settings.LambdaConfig?.PreSignUp;
  if (arn === undefined) return asAsked;
  const request = { userAttributes: eventAttributes(user), validationData, clientMetadata: metadata };
  const response = await runTrigger(
    world,
    { trigger: "PreSignUp", arn, source, pool, client, userName: user.username, request, response: asAsked },
    fail,
  );
  const answer: PreSignUpAnswer = {
    autoConfirmUser: response.flag("autoConfirmUser"),
    autoVerifyEmail: response.flag("autoVerifyEmail"),
    autoVerifyPhone: response.flag("autoVerifyPhone"),
  };
  if (source === "PreSignUp_AdminCreateUser") return asAsked;
  // An address that is not there cannot be verified: the sign-up fails, as at the real service.
  const { email, phone_number } = user.attributes;
  if (answer.autoVerifyEmail && !email) {
    throw fail("InvalidLambdaResponseException", texts.emailNeededToVerify);
  }
  if (answer.autoVerifyPhone && !phone_number) {
    throw fail("InvalidLambdaResponseException", texts.phoneNumberNeededToVerify);
  }
  return answer;
}

const asAsked: PreSignUpAnswer = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
