/** Which second factor a sign-in owes, if any. Asked while none has been proven. */
import type { World } from "../ports.ts";
import type { Attempt } from "../sign-in/attempt.ts";
import type { AskedChallenge } from "../sign-in/challenge.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import { secondFactorOf } from "./second-factor.ts";

/** What was proven first does not matter: a code sent by e-mail is followed by what is owed like a password is. */
export async function owedSecondFactor(
  world: World,
  { pool }: Attempt,
  { user }: SignIn,
): Promise<AskedChallenge | undefined> {
  const owed = await secondFactorOf(world.store.read, pool, user);
  switch (owed.kind) {
    case "none":
      return undefined;
    case "one":
      return owed.factor;
    case "choice":
      return "SELECT_MFA_TYPE";
    case "setUp":
      return "MFA_SETUP";
  }
}
