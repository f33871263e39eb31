/**
 * Runs a handler as Lambda's Node runtime would: it answers by its promise, by the callback, or by the context's older
 * `done`, `succeed` and `fail`; the first of them counts. What it answers is taken as JSON, and what it throws as its words.
 */
import { performance } from "node:perf_hooks";
import type { TriggerOutcome } from "../core/ports.ts";
import { answered, threw } from "./outcome.ts";
import { inRun } from "./stray-failures.ts";

export type LambdaHandler = (event: unknown, context: object, callback: Callback) => unknown;

type Callback = (error?: unknown, result?: unknown) => void;

export interface HandlerCall {
  readonly handler: LambdaHandler;
  readonly arn: string;
  readonly event: object;
  readonly requestId: string;
  readonly limitMs: number;
}

export async function runHandler(call: HandlerCall): Promise<TriggerOutcome> {
  const { handler, arn, event, limitMs } = call;
  const { promise, resolve } = Promise.withResolvers<TriggerOutcome>();
  const timer = setTimeout(() => {
    resolve({ ok: false, cause: "timedOut", message: `the handler did not answer within ${limitMs} ms` });
  }, limitMs);
  const fail = (error: unknown): void => resolve(threw(error));
  const callback: Callback = (error, result) => {
    if (error === undefined || error === null) resolve(resultOf(result));
    else fail(error);
  };
  try {
    // A copy: what the handler does to its event must not be seen by whoever made it.
    const own = structuredClone(event);
    const returned = inRun({ arn, fail }, () => handler(own, contextOf(call, callback), callback));
    // Whoever takes a callback answers by it, and gives back at most a promise: a timer or a request is no answer.
    const isAnswer = handler.length < 3 ? returned !== undefined : isThenable(returned);
    if (isAnswer) {
      const settled = Promise.resolve(returned);
      settled.then((result) => resolve(resultOf(result)), fail);
    }
  } catch (error) {
    fail(error);
  }
  return promise.finally(() => clearTimeout(timer));
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

/** As it would have travelled. */
function resultOf(result: unknown): TriggerOutcome {
  try {
    return answered(JSON.stringify(result) ?? "null");
  } catch (error) {
    return threw(error);
  }
}

function contextOf({ arn, requestId, limitMs }: HandlerCall, callback: Callback): object {
  const end = performance.now() + limitMs;
  const functionName = arn.split(":")[6] ?? arn;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB: "128",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
    done: callback,
    succeed: (result: unknown) => callback(null, result),
    fail: (error: unknown) => callback(error ?? new Error("The function failed without a message")),
  };
}
