import type { NodeRequest, NodeResponse } from "../node-http/messages.ts";

/** What is used of Fastify's `FastifyRequest`. */
export interface HookRequest {
  readonly raw: NodeRequest;
}

/** What is used of Fastify's `FastifyReply`. */
export interface HookReply {
  readonly raw: NodeResponse;
  send(response: Response): unknown;
}

/** An `onRequest` or `preHandler` hook of Fastify 5, for the whole app or for a route. */
export type Hook = (request: HookRequest, reply: HookReply) => Promise<unknown>;
