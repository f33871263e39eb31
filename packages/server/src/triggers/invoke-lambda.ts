/** A trigger behind Lambda's Invoke API: the service itself, or an emulator of it. */
import type { TriggerOutcome } from "../core/ports.ts";
import { post } from "./http-post.ts";
import { answeredFromElsewhere, errorMessageOf, threw, unreachable } from "./outcome.ts";
import { type InvokeCredentials, signInvoke } from "./sign-invoke.ts";
import type { CallSettings } from "./webhook.ts";

export interface LambdaFunction {
  /** Of the API: `http://localhost:3001`, say. */
  readonly endpoint: string;
  readonly functionName: string;
  /** Undefined for an emulator that asks for none. */
  readonly credentials: InvokeCredentials | undefined;
}

export async function invokeLambda(
  { endpoint, functionName, credentials }: LambdaFunction,
  event: object,
  { limitMs, now }: Omit<CallSettings, "newId">,
): Promise<TriggerOutcome> {
  const body = JSON.stringify(event);
  const name = encodeURIComponent(functionName);
  const url = `${endpoint.replace(/\/$/, "")}/2015-03-31/functions/${name}/invocations`;
  const headers = () => (credentials === undefined ? {} : signInvoke(url, body, credentials, now()));
  const result = await post({ url, headers, body, limitMs });
  if (!result.ok) return result;
  const { status, text } = result;
  if (result.headers.has("x-amz-function-error")) return threw(errorMessageOf(text));
  if (status >= 300) return unreachable(`the Invoke API answered ${status}`);
  // The emulator in Amazon's images of the runtimes sends no such header.
  return answeredFromElsewhere(text);
}
