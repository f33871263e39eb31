/** Which first factors a person may choose from: what the pool allows, and what the person has. */
import { secondFactorOf } from "../factors/second-factor.ts";
import { sub } from "../ids.ts";
import { contactOf } from "../messages/contact.ts";
import { type RelyingParty, relyingPartyOf } from "../passkeys/relying-party.ts";
import { firstFactorsOf } from "../pools/first-factors.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { isVerified } from "../users/attributes.ts";
import type { User } from "../users/user.ts";
import type { Attempt } from "./attempt.ts";
import { seemsToOweTwo, simulatedChallenges } from "./choice-simulation.ts";
import { type FirstChallenge, otpAttributes } from "./first-challenge.ts";
import { simulatedUserId } from "./srp-simulation.ts";

const passwords = ["PASSWORD_SRP", "PASSWORD"] as const;

/** In Cognito's order. Whoever has nothing to show for themselves gets what everybody gets: an empty list would tell. */
export async function availableChallenges(
  world: World,
  { pool }: Attempt,
  user: User | undefined,
  name: string,
): Promise<readonly FirstChallenge[]> {
  const relyingParty = relyingPartyOf(world, pool);
  const allowed = allowedChallenges(pool, relyingParty, await owesTwo(world, pool, user, name));
  const owner = user?.sub ?? sub(simulatedUserId(world, pool, name));
  const passkeys = allowed.includes("WEB_AUTHN")
    ? await world.store.read.passkeys.listOfUser(pool.poolId, owner)
    : [];
  if (user === undefined) return simulatedChallenges(world, pool, name, allowed);
  const hasPasskey = passkeys.some(({ relyingPartyId }) => relyingPartyId === relyingParty?.id);
  const found = allowed.filter((challenge) =>
    challenge === "WEB_AUTHN" ? hasPasskey : isTheirs(user, challenge),
  );
  return found.length === 0 ? passwords : found;
}

async function owesTwo(world: World, pool: Pool, user: User | undefined, name: string): Promise<boolean> {
  if (user === undefined) return seemsToOweTwo(world, pool, name);
  return (await secondFactorOf(world.store.read, pool, user)).kind !== "none";
}

/** Cognito lets nothing follow a code or a single-factor passkey; so they are not for people who owe two factors (AC-08). */
function allowedChallenges(
  { settings }: Pool,
  relyingParty: RelyingParty | undefined,
  hasMfa: boolean,
): FirstChallenge[] {
  const factors = firstFactorsOf(settings);
  const allowed: FirstChallenge[] = factors.includes("PASSWORD") ? [...passwords] : [];
  if (factors.includes("EMAIL_OTP") && !hasMfa) allowed.push("EMAIL_OTP");
  if (factors.includes("SMS_OTP") && !hasMfa) allowed.push("SMS_OTP");
  const isEnough = relyingParty !== undefined && (relyingParty.isMultiFactor || !hasMfa);
  if (factors.includes("WEB_AUTHN") && isEnough) allowed.push("WEB_AUTHN");
  return allowed;
}

function isTheirs(user: User, challenge: Exclude<FirstChallenge, "WEB_AUTHN">): boolean {
  if (challenge === "PASSWORD") return user.passwordHash !== undefined;
  if (challenge === "PASSWORD_SRP") return user.sealedSrp !== undefined;
  const attribute = otpAttributes[challenge];
  // Whoever has no password has no other way in, and the code that comes back verifies the address.
  const isTrusted = user.passwordHash === undefined || isVerified(user.attributes, attribute);
  return isTrusted && contactOf(user.attributes, attribute) !== undefined;
}
