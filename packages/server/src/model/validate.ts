/**
 * The wire contract: which operations exist, what each takes and gives (`shapes.ts`, `operations.ts`), and what
 * every value must satisfy (`constraints.ts`); those three are generated, `poolhouse.ts` adds our own operations.
 * This file is the one interpreter: JSON from outside goes in, a typed input or a failure comes out.
 */
import type { AnyOperationName, Input } from "./any-operation.ts";
import { anyOperations } from "./any-operation.ts";
import { constraints } from "./constraints.ts";
import { poolhouseConstraints } from "./poolhouse.ts";
import type { Reader } from "./reader.ts";
import { compileReader } from "./reader.ts";
import { Report } from "./report.ts";
import type { Shape } from "./shape.ts";

export type Validation<T> =
  | { readonly ok: true; readonly input: T }
  | { readonly ok: false; readonly failure: ValidationFailure };

/**
 * `serialization`: the JSON does not have the input's form (SerializationException). `invalid`: the form is right
 * and a constraint is not met (InvalidParameterException).
 */
export interface ValidationFailure {
  readonly kind: "serialization" | "invalid";
  readonly message: string;
}

export function validate<O extends AnyOperationName>(operation: O, body: unknown): Validation<Input<O>> {
  const report = new Report();
  const input = readerOf(anyOperations[operation].input).read(body, "", report);
  if (report.unreadable !== undefined) {
    return { ok: false, failure: { kind: "serialization", message: report.unreadable } };
  }
  const message = report.message();
  if (message !== undefined) return { ok: false, failure: { kind: "invalid", message } };
  // `as` is true: types and constraints are generated from the same shape, and the report is empty.
  return { ok: true, input: input as Input<O> };
}

const readers = new Map<string, Reader>();

function readerOf(name: string): Reader {
  let reader = readers.get(name);
  if (reader === undefined) {
    reader = compileReader(shapeOf, name);
    readers.set(name, reader);
  }
  return reader;
}

function shapeOf(name: string): Shape {
  const shape = constraints[name] ?? poolhouseConstraints[name];
  if (shape === undefined) throw new Error(`The model has no shape named ${name}`);
  return shape;
}
