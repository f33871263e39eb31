/**
 * A choice of factors for a name that nobody has, under PreventUserExistenceErrors: the same every time, and each
 * factor is asked for as it would be of anybody. None can succeed.
 */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import { countSentCode } from "../factors/sent-codes.ts";
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { addressForms } from "../users/attribute-values.ts";
import { normalizeName } from "../users/names.ts";
import { simulatedBytes } from "../users/simulated-bytes.ts";
import { simulateCode } from "../users/simulated-code.ts";
import type { Attempt } from "./attempt.ts";
import { openSession, sessionLifetimeMs } from "./challenge-session.ts";
import { type FirstChallenge, type OtpChallenge, otpAttributes } from "./first-challenge.ts";
import { accountOf } from "./password-sign-in.ts";
import type { Progress } from "./sign-in.ts";

/** Everybody has a password and, where their name is one, an address; of the rest some have this and some that. */
export function simulatedChallenges(
  world: Pick<World, "digests">,
  pool: Pool,
  name: string,
  allowed: readonly FirstChallenge[],
): readonly FirstChallenge[] {
  const normal = normalizeName(pool, name);
  const seems = (challenge: FirstChallenge): boolean => {
    if (challenge === "PASSWORD" || challenge === "PASSWORD_SRP") return true;
    const isAddress = challenge !== "WEB_AUTHN" && addressForms[otpAttributes[challenge]](normal);
    return isAddress || coin(world, pool, name, challenge);
  };
  return allowed.filter(seems);
}

/**
 * Where people may turn a second factor on, a few have: without some of nobody's names among them, whoever is offered no code
 * would be known for somebody.
 */
export function seemsToOweTwo(world: Pick<World, "digests">, pool: Pool, name: string): boolean {
  const { MfaConfiguration = "OFF" } = pool.settings;
  if (MfaConfiguration !== "OPTIONAL") return MfaConfiguration === "ON";
  return coin(world, pool, name, "MFA", 8);
}

/** Falls the same way for every spelling of a name, and one time in so many. */
function coin(
  world: Pick<World, "digests">,
  pool: Pool,
  name: string,
  factor: FirstChallenge | "MFA",
  sides = 2,
): boolean {
  const [byte = 0] = simulatedBytes(world, pool, name, "choice", factor);
  return byte % sides === 0;
}

export async function askSimulatedOtp(
  world: World,
  { pool, client, ipAddress: source, fail }: Attempt,
  progress: Progress,
  challenge: OtpChallenge,
): Promise<InitiateAuthResponse> {
  const { name } = progress;
  const account = sub(accountOf(world, pool, name, undefined));
  const asked = {
    account,
    name,
    purpose: "signIn",
    attributes: [otpAttributes[challenge]],
    sessionMs: sessionLifetimeMs(client),
  } as const;
  const { DeliveryMedium = "", Destination = "" } = await simulateCode(world, pool, asked, (tables) =>
    countSentCode(world, tables, { poolId: pool.poolId, account, source }, fail),
  );
  return {
    ChallengeName: challenge,
    Session: openSession(world, { client, user: undefined, progress, challenge }),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
      CODE_DELIVERY_DESTINATION: Destination,
    },
  };
}
