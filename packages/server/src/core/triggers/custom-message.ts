/** CustomMessage may write the text of a message. */
import type { World } from "../ports.ts";
import { eventAttributes, runTrigger } from "./trigger-event.ts";
import type { TriggerFail, TriggerSubject } from "./trigger-subject.ts";

export type MessageSource =
  | "SignUp"
  | "AdminCreateUser"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication";

export interface CustomMessage {
  readonly smsMessage: string | undefined;
  readonly emailMessage: string | undefined;
  readonly emailSubject: string | undefined;
}

/** The longest texts, in characters (`cognito.md` §6, §8). */
const longest = { smsMessage: 140, emailMessage: 20_000, emailSubject: 140 } as const;

/** Undefined where the pool has no such trigger: then the pool's own templates speak. */
export async function customMessage(
  world: World,
  { pool, client, user, metadata }: TriggerSubject,
  source: MessageSource,
  fail: TriggerFail,
): Promise<CustomMessage | undefined> {
  const arn = pool.settings.LambdaConfig?.CustomMessage;
  if (arn === undefined) return undefined;
  const event = {
    arn,
    source: `CustomMessage_${source}`,
    pool,
    client,
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      codeParameter: "{####}",
      linkParameter: "{##Click Here##}",
      usernameParameter: source === "AdminCreateUser" ? "{username}" : null,
      clientMetadata: metadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  };
  const response = await runTrigger(world, { trigger: "CustomMessage", ...event }, fail);
  const text = (name: keyof typeof longest): string | undefined => {
    // An empty text is no text, as in the pool's own templates.
    const value = response.text(name) || undefined;
    if ((value?.length ?? 0) > longest[name]) throw response.invalid(`response.${name} is too long`);
    return value;
  };
  const worded = {
    smsMessage: text("smsMessage"),
    emailMessage: text("emailMessage"),
    emailSubject: text("emailSubject"),
  };
  const isOwnMail = pool.settings.EmailConfiguration?.EmailSendingAccount === "DEVELOPER";
  if (!isOwnMail && (worded.emailMessage !== undefined || worded.emailSubject !== undefined)) {
    throw response.invalid("e-mails can be worded where the pool's EmailSendingAccount is DEVELOPER");
  }
  return worded;
}
