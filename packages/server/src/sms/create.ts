/**
 * Text messages leave through a webhook: a program of the operator's that hands them to a provider. Signed by the Standard
 * Webhooks specification; the message's id stays the same at every attempt.
 */
import type { SmsWebhook } from "../config/config.ts";
import type { Carried, Carrier, Letter } from "../core/messages/carrier.ts";
import { standardWebhookHeaders } from "../crypto/standard-webhook.ts";

export interface SmsCarrierOptions {
  /** Of one attempt. Default: five seconds. */
  readonly limitMs?: number;
  /** Epoch ms of the machine, which the receiver compares with its own clock. Default: the system's. */
  readonly now?: () => number;
}

export function createSmsCarrier(
  { url, secret }: SmsWebhook,
  { limitMs = 5_000, now = Date.now }: SmsCarrierOptions = {},
): Carrier {
  return async ({ to, text, messageId, poolId }: Letter) => {
    const body = JSON.stringify({ to, message: text, messageId, poolId });
    const signal = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...standardWebhookHeaders(secret, { id: messageId, at: now(), body }),
        },
        body,
        redirect: "manual",
        signal,
      });
      // Nothing in it is needed, and an unread body keeps its connection.
      await response.body?.cancel();
      return carriedBy(response.status);
    } catch (error) {
      return { kind: "later", reason: signal.aborted ? `no answer within ${limitMs} ms` : reasonOf(error) };
    }
  };
}

/** 422 is the receiver's word that this message can never be sent: no such number, say. */
function carriedBy(status: number): Carried {
  if (status >= 200 && status < 300) return { kind: "sent" };
  return { kind: status === 422 ? "never" : "later", reason: `the webhook answered ${status}` };
}

/** `fetch failed` says nothing: the code is its cause's. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no connection";
  return `the webhook cannot be reached: ${code}`;
}
