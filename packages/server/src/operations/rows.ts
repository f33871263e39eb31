/** The three gates, and the rows that name one. A handler in the row of another gate does not compile. */
import type { AnyOperationName, AuthOf } from "../model/any-operation.ts";
import type { Handler } from "./handler.ts";

export type Row<O extends AnyOperationName> =
  | { readonly gate: "notYet" }
  | { readonly gate: GateOf<O>; readonly handler: Handler<O> };

type GateOf<O extends AnyOperationName> =
  AuthOf<O> extends "SIGV4" ? "signed" : AuthOf<O> extends "TOKEN" ? "token" : "open";

/** Needs a SigV4 signature by one of our access keys. */
export function signed<O extends AnyOperationName>(
  handler: Handler<O>,
): { gate: "signed"; handler: Handler<O> } {
  return { gate: "signed", handler };
}

/** Needs a valid access token in the body. */
export function token<O extends AnyOperationName>(
  handler: Handler<O>,
): { gate: "token"; handler: Handler<O> } {
  return { gate: "token", handler };
}

/** Anybody; the operation itself checks what it must. */
export function open<O extends AnyOperationName>(handler: Handler<O>): { gate: "open"; handler: Handler<O> } {
  return { gate: "open", handler };
}

/** Not built: answers a 400 that names the operation, never a fake success. */
export const notYet: { readonly gate: "notYet" } = { gate: "notYet" };
