import type { ClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import type { NodeRequest } from "./messages.ts";

/**
 * A request's body as a web stream, which touches the connection only once somebody reads: whoever comes later finds the body
 * untouched where nobody did.
 *
 * A body that a parser has read before (`express.json()`) is an error to whoever reads. Writing it anew would not give the bytes
 * that were sent, which signatures and lengths are about.
 */
export function bodyStream(incoming: NodeRequest, onGone: () => void): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (stop === undefined) {
          if (incoming.readableDidRead) {
            onGone();
            throw bodyGone();
          }
          stop = listen(incoming, controller);
        }
        incoming.resume();
      },
      cancel() {
        stop?.();
        // What nobody wants is let through, or the answer would wait behind it.
        incoming.resume();
      },
    },
    { highWaterMark: 0 },
  );
}

export function bodyGone(): ClientError {
  return explainedError(
    "config_invalid",
    "the request's body was read before the session could: use sessionMiddleware before express.json() and other body parsers",
  );
}

function listen(incoming: NodeRequest, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
  const onData = (chunk?: unknown) => {
    // Nobody has called setEncoding: that would have begun to read.
    controller.enqueue(chunk as Uint8Array);
    incoming.pause();
  };
  const onEnd = () => {
    stop();
    controller.close();
  };
  const onBreak = () => {
    stop();
    controller.error(new DOMException("The client went away before it had sent everything.", "AbortError"));
  };
  const listeners = { data: onData, end: onEnd, error: onBreak, close: onBreak };
  const stop = () => {
    for (const [event, listener] of Object.entries(listeners)) incoming.off(event, listener);
  };
  for (const [event, listener] of Object.entries(listeners)) incoming.on(event, listener);
  return stop;
}
