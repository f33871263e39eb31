/** How a name that cannot be had reads on the pages. */
import type { ApiFailure } from "../core/failures.ts";
import type { Pool } from "../core/pools/pool.ts";
import { newNameField } from "./name-field.ts";

export function isNameProblem({ exception, message }: ApiFailure): boolean {
  return exception === "UsernameExistsException" || /^Username (should|cannot) be/.test(message);
}

export function nameRefusal(pool: Pool, { exception, message }: ApiFailure): string {
  const label = newNameField(pool).label.toLowerCase();
  if (exception === "UsernameExistsException") {
    return `There is an account with this ${label} already. Sign in instead, or choose another.`;
  }
  return message.startsWith("Username should be") ? `This is not a valid ${label}.` : message;
}

export const signUpWords = {
  addressTaken: "There is an account with this address already. Sign in instead, or use another address.",
} as const;
