/** The person who answers a challenge after the first factor: a name that nobody has never gets that far. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import type { ChallengeAnswer } from "./challenge.ts";

export function requireAnswerer({ user }: ChallengeAnswer, fail: Fail<"NotAuthorizedException">): User {
  if (user === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return user;
}
