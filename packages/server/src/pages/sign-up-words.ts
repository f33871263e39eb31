/** What the pages say about a name that is not available. */
import type { ApiFailure } from "../core/failures.ts";
import { fill } from "../languages/fill.ts";
import type { OpenFlow } from "./flow.ts";
import { newNameField } from "./name-field.ts";
import { refusalWords } from "./refusal-words.ts";

export function isNameProblem({ exception, message }: ApiFailure): boolean {
  return exception === "UsernameExistsException" || /^Username (should|cannot) be/.test(message);
}

export function nameRefusal({ request: { pool }, look }: OpenFlow, error: ApiFailure): string {
  const { label } = newNameField(look, pool);
  const { fields } = look.words;
  if (error.exception === "UsernameExistsException") return fill(fields.nameTaken, { label });
  return isNameProblem(error) ? fill(fields.nameInvalid, { label }) : refusalWords(look.words, error);
}
