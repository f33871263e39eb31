/** The parsers, by the names that they have in the fuzzing from outside (`../fuzz/parsers.ts`). */
import { jsonCalls } from "./json-calls.ts";
import { sigV4 } from "./signed-requests.ts";
import type { Target } from "./target.ts";
import { cookies, filter, forms } from "./texts.ts";
import { jwe, jwt } from "./tokens.ts";

export const targets: Readonly<Record<string, Target>> = {
  SigV4: sigV4,
  JWT: jwt,
  JWE: jwe,
  "ListUsers filter": filter,
  cookies,
  forms,
  "JSON API": jsonCalls,
};
