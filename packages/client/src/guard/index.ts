export { ClientError, isClientError, type OAuthRefusal } from "../errors/client-error.ts";
export type { ErrorCode } from "../errors/codes.ts";
export type { VerifiedToken } from "./claims.ts";
export { type CheckResult, createGuard, type Guard } from "./guard.ts";
export type { GuardOptions } from "./options.ts";
export type { Requirement } from "./requirement.ts";
