/** What we post to addresses outside is signed by the Standard Webhooks specification, which has a library in every language. */
import { createHmac } from "node:crypto";

export interface WebhookPost {
  /** The same for every attempt, so that the receiver can drop what it has seen. */
  readonly id: string;
  /** Epoch ms of the machine: the receiver compares it with its own clock. */
  readonly at: number;
  readonly body: string;
}

/** `secret` is `whsec_` and base64. */
export function standardWebhookHeaders(
  secret: string,
  { id, at, body }: WebhookPost,
): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
