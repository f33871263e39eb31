/** A member of `AuthParameters` or `ChallengeResponses` that the flow cannot do without; an empty one counts as absent. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";

export function requireParameter(
  parameters: Readonly<Record<string, string>>,
  name: string,
  fail: Fail<"InvalidParameterException">,
): string {
  const value = parameters[name];
  if (value === undefined || value === "") {
    throw fail("InvalidParameterException", texts.missingParameter(name));
  }
  return value;
}
