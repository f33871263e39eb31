// The client's half of a sign-in by SRP, made cheap: the client's secret is always the same, and what it computes from
// a person's salt it computes once. To the server each sign-in is like any other.
import { createSrpClient } from "../packages/server/test/support/srp-client.ts";
import { jsonCall, secretHash } from "./cognito-requests.ts";
import { nativePower } from "./native-power.ts";
import type { BenchRequest, SrpSignIn } from "./workloads.ts";

const A = 0x5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eed_5eedn;
const generatorPowers = new Map<bigint, bigint>();
const client = createSrpClient({ a: A, power });

/** SRP_A of every sign-in. */
export const srpPublic = client.start();

/** What the first answer holds and the second does not. */
export const verifierMarker = /"ChallengeName":\s*"PASSWORD_VERIFIER"/;

/** The second request of a sign-in, from the answer to the first. */
export function answerVerifier({ userPoolId, client: app, password }: SrpSignIn, body: string): BenchRequest {
  if (!verifierMarker.test(body)) throw new Error(`no PASSWORD_VERIFIER: ${body.slice(0, 200)}`);
  // Checked so far by its name; a wrong one shows in the answer it gets.
  const { ChallengeParameters, Session } = JSON.parse(body) as Challenge;
  const USERNAME = ChallengeParameters["USER_ID_FOR_SRP"] ?? "";
  const claim = client.answer(ChallengeParameters, password, userPoolId, Date.now());
  return jsonCall("RespondToAuthChallenge", {
    ClientId: app.id,
    ChallengeName: "PASSWORD_VERIFIER",
    Session,
    ChallengeResponses: { USERNAME, ...claim, ...secretHash(app, USERNAME) },
  });
}

interface Challenge {
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session?: string;
}

function power(base: bigint, exponent: bigint): bigint {
  if (base !== 2n) return nativePower(base, exponent);
  const known = generatorPowers.get(exponent) ?? nativePower(base, exponent);
  generatorPowers.set(exponent, known);
  return known;
}
