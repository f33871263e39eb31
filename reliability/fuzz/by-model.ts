/** Inputs of the JSON API as the model describes them, nearly: mostly of the right shape, with values at the edges and beyond. */
import fc from "fast-check";
import { constraints as cognito } from "../../packages/server/src/model/constraints.ts";
import { poolhouseConstraints } from "../../packages/server/src/model/poolhouse.ts";
import type { Shape } from "../../packages/server/src/model/shape.ts";
import { piece } from "./mutation.ts";

const constraints: Readonly<Record<string, Shape>> = { ...cognito, ...poolhouseConstraints };

/** Ids and tokens that exist, by the name of the member that takes them. */
export type Known = Readonly<Record<string, string>>;

const deepest = 5;

export function inputOf(shapeName: string, known: Known): fc.Arbitrary<unknown> {
  return ofShape(shapeName, known, 0);
}

function ofShape(name: string, known: Known, depth: number): fc.Arbitrary<unknown> {
  const shape = constraints[name];
  if (shape === undefined || depth > deepest) return anything;
  const good = ofGood(shape, known, depth);
  return fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: anything });
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 53, "", [], {}, [[]], { __proto__: null }),
  piece,
);

function ofGood(shape: Shape, known: Known, depth: number): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "structure":
      return ofStructure(shape, known, depth);
    case "list":
      return fc.array(ofShape(shape.of, known, depth + 1), { maxLength: Math.min(4, (shape.max ?? 3) + 1) });
    case "map":
      return fc.dictionary(stringOf(shape.key), ofShape(shape.value, known, depth + 1), { maxKeys: 3 });
    case "string":
      return ofString(shape);
    case "integer":
    case "long":
      return fc.oneof(
        fc.integer({ min: (shape.min ?? -2) - 1, max: (shape.max ?? 2 ** 30) + 1 }),
        fc.maxSafeInteger(),
      );
    case "blob":
      return fc.base64String({ maxLength: 40 });
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.oneof(fc.integer(), fc.double());
    case "document":
      return fc.oneof(fc.object({ maxDepth: 2 }), fc.json());
  }
}

function ofStructure(
  { members, required = [] }: Extract<Shape, { type: "structure" }>,
  known: Known,
  depth: number,
): fc.Arbitrary<unknown> {
  const arbitraries = Object.fromEntries(
    Object.entries(members).map(([member, name]) => {
      const value = ofShape(name, known, depth + 1);
      const existing = known[member];
      return [
        member,
        existing === undefined
          ? value
          : fc.oneof({ weight: 6, arbitrary: fc.constant(existing) }, { weight: 1, arbitrary: value }),
      ];
    }),
  );
  // One in a while lacks what it must have.
  return fc.oneof(
    { weight: 12, arbitrary: fc.record(arbitraries, { requiredKeys: [...required] }) },
    { weight: 1, arbitrary: fc.record(arbitraries, { requiredKeys: [] }) },
  );
}

function stringOf(name: string): fc.Arbitrary<string> {
  const shape = constraints[name];
  return shape?.type === "string" ? ofString(shape) : piece;
}

function ofString({
  enum: values,
  min = 0,
  max = 20,
}: Extract<Shape, { type: "string" }>): fc.Arbitrary<string> {
  if (values !== undefined && values.length > 0) return fc.constantFrom(...values);
  const usual = fc.string({
    unit: "grapheme-ascii",
    minLength: Math.min(min, 60),
    maxLength: Math.max(min, Math.min(max, 30)),
  });
  return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: piece });
}
