export { ClientError, isClientError, type OAuthRefusal } from "../errors/client-error.ts";
export type { ErrorCode } from "../errors/codes.ts";
export { createMachine, type Machine, type MachineOptions } from "./machine.ts";
