/** Strings, numbers, booleans and blobs: how each is read, and the constraints it must satisfy, in AWS's words. */
import { compilePattern } from "./pattern.ts";
import type { Report } from "./report.ts";
import type { Shape, StringShape } from "./shape.ts";

export interface Scalar {
  /** The value, or undefined with the reason in the report when its JSON type is another. */
  parse(value: unknown, report: Report): ScalarValue | undefined;
  readonly constraints: readonly Constraint<ScalarValue>[];
}

export type ScalarValue = string | number | boolean;

export interface Constraint<T> {
  readonly text: string;
  holds(value: T): boolean;
}

/** Undefined for a shape that has an inside. */
export function compileScalar(shape: Shape): Scalar | undefined {
  switch (shape.type) {
    case "string":
      return { parse: parseString, constraints: stringConstraints(shape) };
    case "integer":
      return { parse: parseInteger, constraints: bounds(shape, "value", Number) };
    case "long":
      return { parse: parseLong, constraints: bounds(shape, "value", Number) };
    case "timestamp":
      return { parse: parseTimestamp, constraints: [] };
    case "boolean":
      return { parse: parseBoolean, constraints: [] };
    case "blob":
      return { parse: parseBlob, constraints: bounds(shape, "length", byteLength) };
    default:
      return undefined;
  }
}

export function bounds<T>(
  { min, max }: { readonly min?: number; readonly max?: number },
  noun: "length" | "value",
  measure: (value: T) => number,
): Constraint<T>[] {
  const constraints: Constraint<T>[] = [];
  if (max !== undefined) {
    const text = `Member must have ${noun} less than or equal to ${max}`;
    constraints.push({ text, holds: (value) => measure(value) <= max });
  }
  if (min !== undefined) {
    const text = `Member must have ${noun} greater than or equal to ${min}`;
    constraints.push({ text, holds: (value) => measure(value) >= min });
  }
  return constraints;
}

/** Values this long that are over their maximum anyway are not matched: some patterns are quadratic. */
const longestOverlongMatch = 1024;

function stringConstraints(shape: StringShape): Constraint<ScalarValue>[] {
  const constraints = bounds<ScalarValue>(shape, "length", (value) => String(value).length);
  if (shape.pattern !== undefined) {
    const pattern = compilePattern(shape.pattern);
    const longest = Math.max(shape.max ?? Number.POSITIVE_INFINITY, longestOverlongMatch);
    constraints.push({
      text: `Member must satisfy regular expression pattern: ${shape.pattern}`,
      holds: (value) => String(value).length > longest || pattern.test(String(value)),
    });
  }
  if (shape.enum !== undefined) {
    const allowed = new Set(shape.enum);
    constraints.push({
      text: `Member must satisfy enum value set: [${shape.enum.join(", ")}]`,
      holds: (value) => allowed.has(String(value)),
    });
  }
  return constraints;
}

function parseString(value: unknown, report: Report): string | undefined {
  return typeof value === "string" ? value : report.wrongType(value, "a String");
}

function parseInteger(value: unknown, report: Report): number | undefined {
  return isWhole(value) && value === (value | 0) ? value : report.wrongType(value, "an Integer");
}

function parseLong(value: unknown, report: Report): number | undefined {
  return isWhole(value) ? value : report.wrongType(value, "a Long");
}

function parseTimestamp(value: unknown, report: Report): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : report.wrongType(value, "a Timestamp");
}

function parseBoolean(value: unknown, report: Report): boolean | undefined {
  return typeof value === "boolean" ? value : report.wrongType(value, "a Boolean");
}

function parseBlob(value: unknown, report: Report): string | undefined {
  if (typeof value !== "string") return report.wrongType(value, "a Blob");
  const isBase64 = value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  return isBase64 ? value : report.wrongType(value, "a Blob");
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function byteLength(base64: ScalarValue): number {
  const padded = String(base64);
  return (padded.length / 4) * 3 - (padded.match(/=+$/)?.[0].length ?? 0);
}
