/** Whether e-mails and text messages have a way out, and leave. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { DatabaseLook } from "../../sql/look/open-look.ts";
import { findWaitingMessages } from "../../sql/look/questions.ts";
import { bad, type Check, type Finding, good, notAsked, type Patient, warning } from "./check.ts";
import { reasonOf } from "./reason.ts";

const lateMs = 5 * 60_000;
const stuckMs = 60 * 60_000;
const limitMs = 5_000;

export const messagesCheck: Check = {
  name: "Messages",
  async run(patient) {
    const { database, now } = patient;
    const ways = [await mailWay(patient), await smsWay(patient)];
    if (database instanceof Error) return [...ways, notAsked("The outbox")];
    return [...ways, await outbox(database, "EMAIL", now()), await outbox(database, "SMS", now())];
  },
};

/** Greeting, encryption and login, and no message. */
async function mailWay({ config: { mail, isDev } }: Patient): Promise<Finding> {
  if (mail === undefined) {
    if (isDev) return good("E-mails stay in the inbox of development mode.");
    return warning(
      "No mail server is set: e-mails wait for one, and are given up after a day.",
      "Set POOLHOUSE_SMTP_URL and POOLHOUSE_MAIL_FROM, if pools send e-mails.",
    );
  }
  const { host, port } = mail.server;
  const { tryMailServer } = await import("../../mail/try-server.ts");
  const refusal = await tryMailServer(mail.server);
  if (refusal === undefined) return good(`The mail server ${host}:${port} lets us in.`);
  const cure = "Correct POOLHOUSE_SMTP_URL, or see the mail server's log.";
  return bad(`The mail server ${host}:${port} cannot be used (${refusal}).`, cure);
}

/** Only whether somebody answers: a message would cost money. */
async function smsWay({ config: { smsWebhook, isDev } }: Patient): Promise<Finding> {
  if (smsWebhook === undefined) {
    if (isDev) return good("Text messages stay in the inbox of development mode.");
    return good("No SMS webhook is set: only pools that send text messages need POOLHOUSE_SMS_WEBHOOK_URL.");
  }
  const { host } = new URL(smsWebhook.url);
  const signal = AbortSignal.timeout(limitMs);
  try {
    const { status } = await fetch(smsWebhook.url, { method: "HEAD", redirect: "manual", signal });
    if (status < 500) return good(`The SMS webhook at ${host} answers.`);
    return warning(`The SMS webhook at ${host} answers ${status}.`, "See its log.");
  } catch (error) {
    const cure = "Start it, or correct POOLHOUSE_SMS_WEBHOOK_URL.";
    return bad(`The SMS webhook at ${host} cannot be reached (${reasonOf(error)}).`, cure);
  }
}

async function outbox(database: DatabaseLook, medium: DeliveryMediumType, now: number): Promise<Finding> {
  const name = medium === "EMAIL" ? "e-mail" : "text message";
  const { count, oldestAt } = await findWaitingMessages(database, medium);
  if (count === 0 || oldestAt === undefined) return good(`No ${name} waits.`);
  const noun = count === 1 ? name : `${name}s`;
  const words = `${count} ${noun} waiting, the oldest for ${Math.floor((now - oldestAt) / 60_000)} minutes.`;
  if (now - oldestAt < lateMs) return good(words);
  const cure = "See the server's log for why they do not leave: codes in them stop being good.";
  return now - oldestAt < stuckMs ? warning(words, cure) : bad(words, cure);
}
