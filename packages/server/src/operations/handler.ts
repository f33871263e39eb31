/**
 * The operations of the JSON API: one file per operation, named as on the wire; `table.ts` names them all.
 * A handler gets input that has passed the model's constraints and a context that depends on the operation's gate;
 * it answers with the output shape or throws a failure the operation declares. HTTP is not known here.
 */
import type { AccessKeyScope } from "../core/access-keys/access-key.ts";
import type { Fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { VerifiedAccessToken } from "../core/tokens/access-token.ts";
import type { AnyOperationName, AuthOf, ErrorOf, Input, Output } from "../model/any-operation.ts";

export type Handler<O extends AnyOperationName> = (
  input: Input<O>,
  context: ContextOf<O>,
) => Promise<Output<O>>;

/** Whoever may call: anybody, a person with an access token, or the holder of an access key. */
export type ContextOf<O extends AnyOperationName> =
  AuthOf<O> extends "SIGV4"
    ? SignedContext<ErrorOf<O>>
    : AuthOf<O> extends "TOKEN"
      ? TokenContext<ErrorOf<O>>
      : OpenContext<ErrorOf<O>>;

export interface OpenContext<E extends ErrorOf<AnyOperationName>> extends World {
  readonly fail: Fail<E>;
  readonly requestId: string;
  /** The network address of whoever calls; undefined for a call from inside the house. */
  readonly source: string | undefined;
}

export interface TokenContext<E extends ErrorOf<AnyOperationName>> extends OpenContext<E> {
  /** Whose token it is; verified, and good at this moment. */
  readonly caller: VerifiedAccessToken;
}

export interface SignedContext<E extends ErrorOf<AnyOperationName>> extends OpenContext<E> {
  readonly caller: SignedCaller;
}

export interface SignedCaller {
  readonly accessKeyId: string;
  readonly scope: AccessKeyScope;
  /** The region of the credential scope: of the pools it creates and lists. */
  readonly region: string;
}
