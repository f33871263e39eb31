/**
 * The life of a JSON call: JSON, target, signature, quota, constraints, token, handler, answer. The order is behaviour:
 * a caller without a valid signature learns nothing about its input, and constraints come before the token because the
 * token is part of the input. Only callers who may perform a signed operation use up its quota.
 */
import { ApiFailure, fail, type ProtocolExceptionName, RateExceeded } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { texts } from "../core/texts.ts";
import { type AnyOperationName, anyOperations } from "../model/any-operation.ts";
import { type ValidationFailure, validate } from "../model/validate.ts";
import type { OpenContext } from "../operations/handler.ts";
import { operationOf, table } from "../operations/table.ts";
import { requireTokenInBody } from "./access-token-gate.ts";
import { apiFailureReply, apiSuccessReply, exceptionOf } from "./json-api-reply.ts";
import { parseJsonObject } from "./parse-json.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import { header } from "./request.ts";
import { noteIds } from "./request-facts.ts";
import { requireSignature } from "./signature-gate.ts";

export async function answerJsonCall(world: World, call: HttpRequest): Promise<Reply> {
  const { facts } = call;
  try {
    const body = parseJsonObject(call.body);
    if (body === undefined) throw protocol("SerializationException", "");
    const operation = operationOf(header(call, "x-amz-target"));
    if (operation === undefined) throw protocol("UnknownOperationException", "");
    facts.operation = operation;
    facts.action = operation;
    return apiSuccessReply(call.requestId, await perform(world, call, operation, body));
  } catch (failure) {
    facts.error = exceptionOf(failure);
    if (failure instanceof RateExceeded) facts.quota = failure.quota;
    return apiFailureReply(world.log, call.requestId, failure);
  }
}

async function perform(
  world: World,
  call: HttpRequest,
  operation: AnyOperationName,
  body: Record<string, unknown>,
): Promise<unknown> {
  const row = table[operation];
  // By the model and not by the row: what is not built yet tells strangers no more than what is.
  const isSigned = anyOperations[operation].auth === "SIGV4";
  const caller = isSigned ? await requireSignature(world, call, operation, body) : undefined;
  if (caller !== undefined) call.facts.actor = { kind: "accessKey", id: caller.accessKeyId };
  world.rates.countOperation(operation);
  if (row.gate === "notYet") {
    throw fail("InvalidParameterException", texts.notBuilt(operation));
  }
  const validated = validate(operation, body);
  if (!validated.ok) throw inputFailure(validated.failure);
  noteIds(call.facts, body["UserPoolId"], body["ClientId"]);
  const context: OpenContext<never> = { ...world, fail, requestId: call.requestId, source: call.source };
  // One cast for 150 rows: `rows.ts` has checked that handler, input and context belong together.
  const handler = row.handler as (input: unknown, context: unknown) => Promise<unknown>;
  if (row.gate === "token") {
    const token = await requireTokenInBody(world, validated.input);
    world.rates.countUser(operation, token.pool.poolId, token.user.sub);
    call.facts.actor = { kind: "person", id: token.user.sub };
    noteIds(call.facts, token.pool.poolId, token.client.clientId);
    return handler(validated.input, { ...context, caller: token });
  }
  if (caller !== undefined) countSubject(world, operation, validated.input);
  return handler(validated.input, caller === undefined ? context : { ...context, caller });
}

/** Whose pool and whose profile a signed call is about, as it says itself. */
function countSubject({ rates }: World, operation: AnyOperationName, input: object): void {
  const poolId = "UserPoolId" in input ? input.UserPoolId : undefined;
  if (typeof poolId !== "string") return;
  rates.countPool(operation, poolId);
  if ("Username" in input && typeof input.Username === "string") {
    rates.countUser(operation, poolId, input.Username);
  }
}

function inputFailure({ kind, message }: ValidationFailure): ApiFailure {
  return kind === "serialization"
    ? protocol("SerializationException", message)
    : fail("InvalidParameterException", message);
}

function protocol(exception: ProtocolExceptionName, message: string): ApiFailure {
  return new ApiFailure(exception, message);
}
