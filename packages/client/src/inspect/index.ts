export { type InspectOptions, inspectToken } from "./inspect-token.ts";
export { parseKeySet } from "./key-set.ts";
export { splitToken, type TokenPart } from "./parts.ts";
export type { Expectation } from "./problems.ts";
export type {
  Field,
  Fits,
  Lifetime,
  Moment,
  Problem,
  ProblemCode,
  Signature,
  TokenKind,
  TokenReport,
  Verdict,
} from "./report.ts";
export type { InspectKey } from "./signature.ts";
