export { type InspectOptions, inspectToken } from "./inspect-token.ts";
export type { Expectation } from "./problems.ts";
export type {
  Field,
  Lifetime,
  Moment,
  Problem,
  ProblemCode,
  Signature,
  TokenKind,
  TokenReport,
} from "./report.ts";
export type { InspectKey } from "./signature.ts";
