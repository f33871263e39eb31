/** The ways messages have out of this house. */
import type { Config, MailSettings } from "./config/config.ts";
import type { Carrier, Carriers } from "./core/messages/carrier.ts";
import { createSmsCarrier } from "./sms/create.ts";

export async function createCarriers({ mail, smsWebhook, isDev }: Config): Promise<Carriers> {
  // In development what has no way out is in the inbox, and that is where it was meant to go.
  const inbox: Carrier | undefined = isDev ? async () => ({ kind: "sent" }) : undefined;
  return {
    EMAIL: mail === undefined ? inbox : await createMailCarrier(mail),
    SMS: smsWebhook === undefined ? inbox : createSmsCarrier(smsWebhook),
  };
}

/** Loaded where there is a mail server to speak to: nobody else waits for it. */
async function createMailCarrier(mail: MailSettings): Promise<Carrier> {
  const room = await import("./mail/create.ts");
  return room.createMailCarrier(mail);
}
