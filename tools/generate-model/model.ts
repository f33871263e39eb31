/** The service model as checked in beside this folder, with the few documented corrections applied. */
import { readFileSync } from "node:fs";

export interface Model {
  readonly ops: Readonly<Record<string, ModelOperation>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

export interface ModelOperation {
  readonly auth: string;
  readonly in: string;
  readonly out: string | null;
  readonly err: readonly string[];
}

/** `m` members, `req` required, `pat` pattern, `of` list member, `k`/`v` map, `exc` exception, `sens` sensitive. */
export interface ModelShape {
  readonly t: string;
  readonly m?: Readonly<Record<string, string>>;
  readonly req?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pat?: string;
  readonly enum?: readonly string[];
  readonly of?: string;
  readonly k?: string;
  readonly v?: string;
  readonly exc?: number;
  readonly sens?: boolean;
  /** Only from a correction. */
  readonly blankIsNone?: readonly string[];
}

interface Correction {
  readonly because: string;
  readonly alsoEnum?: string;
  readonly max?: number;
  readonly blankIsNone?: readonly string[];
}

/** Where AWS documents more than its model admits; the model's text stays untouched in the JSON file. */
const corrections: Readonly<Record<string, Correction>> = {
  AdminCreateUserRequest: {
    because: "the API reference takes a blank temporary password for none; the model's pattern refuses it",
    blankIsNone: ["TemporaryPassword"],
  },
  ExplicitAuthFlowsType: {
    because: "the documentation of GetClientToken names this flow as required; the model's enum lacks it",
    alsoEnum: "ALLOW_CLIENT_TOKEN_AUTH",
  },
  SessionType: {
    because: "the API reference of October 2026 says 4096; the model says 2048",
    max: 4096,
  },
  SignUpRequest: {
    because: "the API reference takes a blank password for none; the model's pattern refuses it",
    blankIsNone: ["Password"],
  },
};

export function readModel(): Model {
  const file = new URL("../cognito-model.json", import.meta.url);
  // `as` is true: the file is checked in, and the test of the generator covers every operation in it.
  const model = JSON.parse(readFileSync(file, "utf8")) as Model;
  const shapes = Object.entries(model.shapes).map(([name, shape]) => [name, correct(name, shape)] as const);
  return { ops: model.ops, shapes: Object.fromEntries(shapes) };
}

export function shapeOf(model: Model, name: string): ModelShape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The model names a shape it does not define: ${name}`);
  return shape;
}

/** Every shape that `roots` lead to, themselves included, by name in alphabetical order. */
export function reachable(model: Model, roots: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name))
      throw new Error(`Recursive shapes are not supported: ${[...path, name].join(" → ")}`);
    if (seen.has(name)) return;
    seen.add(name);
    const { m = {}, of, k, v } = shapeOf(model, name);
    for (const next of [...Object.values(m), of, k, v]) {
      if (next !== undefined) visit(next, [...path, name]);
    }
  };
  for (const root of roots) visit(root, []);
  return [...seen].sort();
}

function correct(name: string, shape: ModelShape): ModelShape {
  const correction = corrections[name];
  if (correction === undefined) return shape;
  return {
    ...shape,
    ...(correction.alsoEnum && { enum: [...(shape.enum ?? []), correction.alsoEnum] }),
    ...(correction.max && { max: correction.max }),
    ...(correction.blankIsNone && { blankIsNone: correction.blankIsNone }),
  };
}
