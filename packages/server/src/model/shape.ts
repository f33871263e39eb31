/** One shape of the wire contract as data; `validate.ts` is what reads it. A string names another shape. */
export type Shape =
  | StructureShape
  | ListShape
  | MapShape
  | StringShape
  | NumberShape
  | BlobShape
  | { readonly type: "boolean" | "timestamp" | "document" };

export interface StructureShape extends Sensitive {
  readonly type: "structure";
  readonly members: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** Members whose empty string counts as absent. */
  readonly blankIsNone?: readonly string[];
}

export interface ListShape extends Bounds {
  readonly type: "list";
  readonly of: string;
}

export interface MapShape extends Bounds, Sensitive {
  readonly type: "map";
  readonly key: string;
  readonly value: string;
}

export interface StringShape extends Bounds, Sensitive {
  readonly type: "string";
  /** In Java's dialect, as the model has it and as messages show it. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface NumberShape extends Bounds {
  readonly type: "integer" | "long";
}

/** Base64 on the wire; the bounds count bytes. */
export interface BlobShape extends Bounds {
  readonly type: "blob";
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

interface Sensitive {
  /** Messages never show the value, nor anything inside it. */
  readonly sensitive?: boolean;
}
