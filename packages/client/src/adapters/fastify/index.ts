/** `@poolhouse/client/fastify`: sessions and guards as hooks of Fastify. */
export type { NodeRequest, NodeResponse } from "../node-http/messages.ts";
export { findSession, sessionOf, tokenOf } from "../node-http/passengers.ts";
export type { CheckResult, Guard, OpenSession, Requirement, Sessions, VerifiedToken } from "../ports.ts";
export type { RequireSessionOptions } from "../sign-in-required.ts";
export type { Hook, HookReply, HookRequest } from "./hooks.ts";
export { requireToken } from "./require-token.ts";
export { optionalSession, requireSession, sessionHook } from "./session-hooks.ts";
