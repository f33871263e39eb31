/**
 * A shape compiled into a function that checks a JSON value and copies what the shape knows of it. Null counts as
 * absent, unknown members are dropped, and no key of the input ever becomes a prototype (AP-04).
 */
import { isJsonObject } from "./json-object.ts";
import type { Report } from "./report.ts";
import { keyStep, show } from "./report.ts";
import type { Constraint, Scalar } from "./scalar.ts";
import { bounds, compileScalar } from "./scalar.ts";
import type { ListShape, MapShape, Shape, StructureShape } from "./shape.ts";

export interface Reader {
  /** A fresh copy; what it returns means nothing once the report has a failure. */
  read(value: unknown, path: string, report: Report): unknown;
  /** How the elements of a list and the values of a map are read, whose constraints AWS reports as one. */
  readonly scalar: Scalar | undefined;
  /** Sensitive, inside something sensitive, or not printable. */
  readonly isHidden: boolean;
}

const deepestDocument = 32;
const notNull = "Member must not be null";

/** `shapeOf` finds a shape by name. */
export function compileReader(
  shapeOf: (name: string) => Shape,
  name: string,
  isInsideSensitive = false,
): Reader {
  const shape = shapeOf(name);
  const isHidden =
    isInsideSensitive || shape.type === "blob" || ("sensitive" in shape && shape.sensitive === true);
  const compile = (inner: string): Reader => compileReader(shapeOf, inner, isHidden);
  const scalar = compileScalar(shape);
  if (scalar !== undefined) return scalarReader(scalar, isHidden);
  return { read: compileComposite(shape, isHidden, compile), scalar, isHidden };
}

type Read = Reader["read"];

function scalarReader(scalar: Scalar, isHidden: boolean): Reader {
  const read: Read = (value, path, report) => {
    const parsed = scalar.parse(value, report);
    if (parsed === undefined) return undefined;
    for (const { text, holds } of scalar.constraints) {
      if (!holds(parsed)) report.violation(path, isHidden ? undefined : show(parsed), text);
    }
    return parsed;
  };
  return { read, scalar, isHidden };
}

function compileComposite(shape: Shape, isHidden: boolean, compile: (name: string) => Reader): Read {
  switch (shape.type) {
    case "structure":
      return structureReader(shape, compile);
    case "list":
      return listReader(shape, isHidden, compile);
    case "map":
      return mapReader(shape, isHidden, compile);
    default:
      return (value, _path, report) => copyDocument(value, 1, report);
  }
}

function structureReader(shape: StructureShape, compile: (name: string) => Reader): Read {
  const required = new Set(shape.required);
  const blankIsNone = new Set(shape.blankIsNone);
  const members = Object.entries(shape.members).map(([name, target]) => ({
    name,
    step: name.charAt(0).toLowerCase() + name.slice(1),
    isRequired: required.has(name),
    isNoneIfBlank: blankIsNone.has(name),
    reader: compile(target),
  }));
  return (value, path, report) => {
    if (!isJsonObject(value)) return report.wrongType(value, "a Structure");
    const result: Record<string, unknown> = {};
    for (const { name, step, isRequired, isNoneIfBlank, reader } of members) {
      const member = memberOf(value, name, isNoneIfBlank);
      const memberPath = path === "" ? step : `${path}.${step}`;
      if (!isNull(member)) result[name] = reader.read(member, memberPath, report);
      else if (isRequired) report.violation(memberPath, reader.isHidden ? undefined : "null", notNull);
    }
    return result;
  };
}

function memberOf(value: Readonly<Record<string, unknown>>, name: string, isNoneIfBlank: boolean): unknown {
  const given = Object.hasOwn(value, name) ? value[name] : undefined;
  return isNoneIfBlank && given === "" ? undefined : given;
}

function listReader(shape: ListShape, isHidden: boolean, compile: (name: string) => Reader): Read {
  const element = compile(shape.of);
  const sizes = bounds<unknown[]>(shape, "length", (list) => list.length);
  return (value, path, report) => {
    if (!Array.isArray(value)) return report.wrongType(value, "a List");
    const read = reads(element, report);
    const result = value.map((item, index) => {
      const elementPath = `${path}.${index + 1}.member`;
      if (!isNull(item)) return read.one(item, elementPath);
      return report.violation(elementPath, element.isHidden ? undefined : "null", notNull);
    });
    const shown = (): string | undefined => shownInside(isHidden, element, result);
    reportSizes(sizes, result, path, shown, report);
    if (read.hasFailed())
      report.violation(path, shown(), `Member must satisfy constraint: ${textsOf(element)}`);
    return result;
  };
}

function mapReader(shape: MapShape, isHidden: boolean, compile: (name: string) => Reader): Read {
  const keyReader = compile(shape.key);
  const valueReader = compile(shape.value);
  const sizes = bounds<object>(shape, "length", (map) => Object.keys(map).length);
  return (value, path, report) => {
    if (!isJsonObject(value)) return report.wrongType(value, "a Map");
    const keys = reads(keyReader, report);
    const values = reads(valueReader, report);
    // Without a prototype, so that looking up "constructor" or "toString" finds nothing.
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      if (key === "__proto__" || isNull(item)) continue;
      keys.one(key, path);
      result[key] = values.one(item, `${path}.${keyStep(key)}.member`);
    }
    const shown = (): string | undefined => shownInside(isHidden, valueReader, result);
    reportSizes(sizes, result, path, shown, report);
    if (keys.hasFailed())
      report.violation(path, shown(), `Map keys must satisfy constraint: ${textsOf(keyReader)}`);
    if (values.hasFailed()) {
      report.violation(path, shown(), `Map value must satisfy constraint: ${textsOf(valueReader)}`);
    }
    return result;
  };
}

/** Reads several of one kind: scalars are only remembered to have failed, anything else reports for itself. */
function reads({ scalar, read }: Reader, report: Report) {
  let failed = false;
  return {
    one(value: unknown, path: string): unknown {
      if (scalar === undefined) return read(value, path, report);
      const parsed = scalar.parse(value, report);
      if (parsed !== undefined) failed ||= scalar.constraints.some(({ holds }) => !holds(parsed));
      return parsed;
    },
    hasFailed: () => failed,
  };
}

function reportSizes<T>(
  sizes: readonly Constraint<T>[],
  value: T,
  path: string,
  shown: () => string | undefined,
  report: Report,
): void {
  for (const { text, holds } of sizes) {
    if (!holds(value)) report.violation(path, shown(), text);
  }
}

function shownInside(isHidden: boolean, inner: Reader, value: object): string | undefined {
  return isHidden || inner.isHidden || inner.scalar === undefined ? undefined : show(value);
}

function textsOf({ scalar }: Reader): string {
  return `[${(scalar?.constraints ?? []).map(({ text }) => text).join(", ")}]`;
}

function copyDocument(value: unknown, depth: number, report: Report): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepestDocument) return report.wrongType(value, "a Document");
  if (Array.isArray(value)) return value.map((item) => copyDocument(item, depth + 1, report));
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  return Object.fromEntries(entries.map(([key, item]) => [key, copyDocument(item, depth + 1, report)]));
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
