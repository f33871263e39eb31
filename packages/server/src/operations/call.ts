/**
 * Calls an operation from inside the program: for the command line, and for development mode's first pool. It has the same
 * constraints, handler and failures as a call over the network; only the gate is left out.
 */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { AnyOperationName, AuthOf, Input, Output } from "../model/any-operation.ts";
import { validate } from "../model/validate.ts";
import type { SignedCaller } from "./handler.ts";
import { table } from "./table.ts";

export type SignedOperationName = {
  [O in AnyOperationName]: AuthOf<O> extends "SIGV4" ? O : never;
}[AnyOperationName];

/** Throws `ApiFailure`. */
export async function callOperation<O extends SignedOperationName>(
  world: World,
  operation: O,
  input: Input<O>,
): Promise<Output<O>> {
  const name: SignedOperationName = operation;
  const row = table[name];
  if (row.gate !== "signed") throw new Error(`${operation} cannot be called in-house`);
  const validated = validate(operation, { ...input });
  if (!validated.ok) throw new ApiFailure("InvalidParameterException", validated.failure.message);
  const caller: SignedCaller = { accessKeyId: "", scope: { kind: "ALL" }, region: world.settings.region };
  const requestId = world.random.uuid();
  const store = world.storeOf({ actor: world.self, action: operation, requestId, source: undefined });
  const context = { ...world, store, fail, requestId, source: undefined, caller };
  // One cast for all rows: `rows.ts` has checked that handler, input and context belong together.
  const handler = row.handler as unknown as (input: unknown, context: unknown) => Promise<Output<O>>;
  return handler(validated.input, context);
}
