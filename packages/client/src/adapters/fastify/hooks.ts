import type { NodeRequest, NodeResponse } from "../node-http/messages.ts";

/** What is used of Fastify's `FastifyRequest`. */
export interface HookRequest {
  readonly raw: NodeRequest;
}

/** What is used of Fastify's `FastifyReply`. */
export interface HookReply {
  readonly raw: NodeResponse;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(body?: ReadableStream): unknown;
}

/** An `onRequest` or `preHandler` hook of Fastify 5, for the whole app or for a route. */
export type Hook = (request: HookRequest, reply: HookReply) => Promise<unknown>;

/**
 * Fastify takes a `Response` too, except for HEAD: the route that it makes beside each GET measures what is sent, and would answer
 * 500.
 */
export function sendResponse(reply: HookReply, response: Response): unknown {
  reply.code(response.status);
  for (const [name, value] of response.headers) reply.header(name, value);
  return reply.send(response.body ?? undefined);
}
