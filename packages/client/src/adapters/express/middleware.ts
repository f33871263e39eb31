import type { NodeRequest, NodeResponse } from "../node-http/messages.ts";

/** Middleware of Express 4 and 5, Connect, and whatever else calls `(request, response, next)` with Node's messages. */
export type Middleware = (
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void;

/** Makes middleware of a function that says whether it answered. What it throws goes to the app's error handler. */
export function middleware(
  work: (request: NodeRequest, response: NodeResponse) => Promise<"answered" | "next">,
): Middleware {
  return (request, response, next) => {
    work(request, response).then(
      (outcome) => {
        if (outcome === "next") next();
      },
      (error: unknown) => next(error),
    );
  };
}
