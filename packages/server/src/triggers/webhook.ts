/**
 * A trigger behind a webhook: the event is posted as Lambda would get it, signed by the Standard Webhooks specification, and
 * the answer is the event again. A status of 4xx, or a body with `errorMessage`, says that the function threw.
 */
import type { TriggerOutcome } from "../core/ports.ts";
import { standardWebhookHeaders } from "../crypto/standard-webhook.ts";
import { post } from "./http-post.ts";
import { answeredFromElsewhere, errorMessageOf, threw, unreachable } from "./outcome.ts";

export interface Webhook {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
}

export interface CallSettings {
  readonly limitMs: number;
  /** Epoch ms of the machine: the other side compares it with its own clock. */
  readonly now: () => number;
  readonly newId: () => string;
}

export async function callWebhook(
  { url, secret }: Webhook,
  event: object,
  { limitMs, now, newId }: CallSettings,
): Promise<TriggerOutcome> {
  const body = JSON.stringify(event);
  const id = `msg_${newId()}`;
  const headers = () => standardWebhookHeaders(secret, { id, at: now(), body });
  const result = await post({ url, headers, body, limitMs });
  if (!result.ok) return result;
  const { status, text } = result;
  if (status >= 500) return unreachable(`the webhook answered ${status}`);
  if (status >= 400) return threw(errorMessageOf(text) ?? `The webhook answered ${status}`);
  if (status >= 300) return unreachable(`the webhook answered ${status}: redirects are not followed`);
  return answeredFromElsewhere(text);
}
