import { expect, onTestFinished, test, vi } from "vitest";
import { type LambdaHandler, runHandler } from "./lambda-handler.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:greet";
const run = (handler: LambdaHandler, event: object = { response: {} }, limitMs = 5000) =>
  runHandler({ handler, arn, event, requestId: "r-1", limitMs });

interface Context {
  readonly [member: string]: unknown;
  done(error: unknown, result?: unknown): void;
  succeed(result: unknown): void;
  fail(error: unknown): void;
  getRemainingTimeInMillis(): number;
}

/** A handler in the form that the documentation shows, where the context has its members. */
const handler =
  (run: (event: { response: object }, context: Context, callback: (...args: unknown[]) => void) => unknown) =>
  (...args: Parameters<LambdaHandler>) =>
    run(args[0] as { response: object }, args[1] as unknown as Context, args[2]);

const right = { ok: true, event: { response: { flag: true } } };
const answer = { response: { flag: true } };

test.each<[string, LambdaHandler]>([
  ["by its promise", handler(async () => answer)],
  ["by the callback", handler((_event, _context, callback) => callback(null, answer))],
  [
    "by the callback, later",
    handler((_event, _context, callback) => void setImmediate(() => callback(null, answer))),
  ],
  [
    "by the callback, later, with a timer given back",
    (_event, _context, callback) => setImmediate(() => callback(null, answer)),
  ],
  ["by its promise, though it takes a callback", async (_event, _context, _callback) => answer],
  ["by context.done", handler((_event, context) => context.done(null, answer))],
  ["by context.succeed", handler((_event, context) => context.succeed(answer))],
  ["by giving it back", handler(() => answer)],
  ["by changing its event", handler(async (event) => ({ ...event, response: { flag: true } }))],
])("a handler answers %s", async (_how, answering) => {
  expect(await run(answering)).toEqual(right);
});

test.each<[string, LambdaHandler]>([
  [
    "by throwing",
    handler(() => {
      throw new Error("Not invited");
    }),
  ],
  [
    "by rejecting",
    handler(async () => {
      throw new Error("Not invited");
    }),
  ],
  ["by rejecting with a text", handler(() => Promise.reject("Not invited"))],
  ["by the callback", handler((_event, _context, callback) => callback(new Error("Not invited")))],
  ["by the callback, with a text", handler((_event, _context, callback) => callback("Not invited"))],
  ["by context.done", handler((_event, context) => context.done(new Error("Not invited")))],
  ["by context.fail", handler((_event, context) => context.fail("Not invited"))],
])("a handler fails %s", async (_how, failing) => {
  expect(await run(failing)).toEqual({ ok: false, cause: "threw", message: "Not invited" });
});

test("the first answer counts", async () => {
  const twice = handler((_event, _context, callback) => {
    callback(null, answer);
    callback(new Error("too late"));
    return Promise.reject(new Error("later still"));
  });
  expect(await run(twice)).toEqual(right);
});

test("failing without a word is failing", async () => {
  const silent = handler(() => Promise.reject(undefined));
  expect(await run(silent)).toMatchObject({ cause: "threw" });
  expect(await run(handler((_event, context) => context.fail(undefined)))).toMatchObject({ cause: "threw" });
});

test("failing with what has no words is failing", async () => {
  const without: unknown = Object.create(null);
  const refusing = {
    get message(): string {
      throw new Error("none of your business");
    },
  };
  for (const thrown of [without, refusing]) {
    expect(await run(handler(() => Promise.reject(thrown)))).toMatchObject({ cause: "threw" });
    expect(await run(handler((_event, _context, callback) => callback(thrown)))).toMatchObject({
      cause: "threw",
    });
  }
});

test("an answer is what JSON makes of it", async () => {
  const odd = { date: new Date(0), gone: undefined, response: {} };
  expect(await run(handler(async () => odd))).toEqual({
    ok: true,
    event: { date: "1970-01-01T00:00:00.000Z", response: {} },
  });
  expect(await run(handler(async () => undefined))).toEqual({ ok: true, event: null });
  const endless: { self?: object } = {};
  endless.self = endless;
  expect(await run(handler(async () => endless))).toMatchObject({ ok: false, cause: "threw" });
});

test("a handler that never answers is given up", async () => {
  expect(await run(() => undefined, {}, 5)).toMatchObject({ ok: false, cause: "timedOut" });
  expect(await run(() => new Promise(() => undefined), {}, 5)).toMatchObject({ cause: "timedOut" });
});

test("a handler that has answered is timed no longer", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  expect(await run(async () => answer)).toEqual(right);
  expect(vi.getTimerCount()).toBe(0);
});

test("the event is the handler's own copy", async () => {
  const event = { response: {} };
  await run(
    handler(async (own) => Object.assign(own.response, { flag: true })),
    event,
  );
  expect(event).toEqual({ response: {} });
});

test("the context says what Lambda's says", async () => {
  let seen: Context | undefined;
  await run(
    handler(async (_event, context) => {
      seen = context;
    }),
  );
  expect(seen).toMatchObject({
    awsRequestId: "r-1",
    functionName: "greet",
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    callbackWaitsForEmptyEventLoop: true,
  });
  const left = seen?.getRemainingTimeInMillis() ?? 0;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(5000);
});
