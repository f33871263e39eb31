/** Cognito's operations and our own as one set, for the one handler table and the one validator. */
import type { Operations } from "./operations.ts";
import { operations } from "./operations.ts";
import type { PoolhouseOperations } from "./poolhouse.ts";
import { poolhouseOperations } from "./poolhouse.ts";

export type AnyOperationName = keyof AnyOperations;
export type Input<O extends AnyOperationName> = AnyOperations[O]["input"];
export type Output<O extends AnyOperationName> = AnyOperations[O]["output"];
export type ErrorOf<O extends AnyOperationName> = AnyOperations[O]["errors"];
export type AuthOf<O extends AnyOperationName> = AnyOperations[O]["auth"];

export const anyOperations: {
  readonly [O in AnyOperationName]: {
    readonly auth: AuthOf<O>;
    readonly input: string;
    readonly errors: readonly ErrorOf<O>[];
  };
} = { ...operations, ...poolhouseOperations };

interface AnyOperations extends Operations, PoolhouseOperations {}
