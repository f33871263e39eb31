/** The person of an answer to what follows a first factor: a name nobody has never comes that far. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import type { ChallengeAnswer } from "./challenge.ts";

export function requireAnswerer({ user }: ChallengeAnswer, fail: Fail<"NotAuthorizedException">): User {
  if (user === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return user;
}
