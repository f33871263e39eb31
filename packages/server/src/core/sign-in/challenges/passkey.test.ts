import { expect, test } from "vitest";
import { createAuthenticator } from "../../../../test/support/authenticator.ts";
import { plainClient, plainPool, plainUser } from "../../../../test/support/plain.ts";
import { testWorld } from "../../../../test/support/world.ts";
import { fail } from "../../failures.ts";
import { completeRegistration, startRegistration } from "../../passkeys/registration.ts";
import type { World } from "../../ports.ts";
import { readSession } from "../challenge-session.ts";
import { newProgress } from "../sign-in.ts";
import { answerPasskey, askPasskey } from "./passkey.ts";

const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } as const;
const pool = plainPool({
  settings: { Policies: { SignInPolicy } },
  mfa: { WebAuthnConfiguration: { RelyingPartyId: "example.com" } },
});
const client = plainClient({ settings: { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] } });
const user = plainUser();
const attempt = { pool, client, door: "open", metadata: {}, ipAddress: undefined, fail } as const;

/** An answer of Ada's that was right when it was looked at, and what will use it up. */
async function rightAnswers(world: World) {
  const authenticator = createAuthenticator({ origin: "https://example.com" });
  const credential = authenticator.register(await startRegistration(world, { pool, client, user }, fail));
  await completeRegistration(world, { pool, client, user }, credential, fail);
  const answer = async () => {
    const progress = newProgress(world, "CHOICE", "ada", {});
    const asked = await askPasskey(world, attempt, { user, progress });
    const session = readSession(world, client, "WEB_AUTHN", asked.Session ?? "", fail);
    const options = asked.ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"];
    const responses = { CREDENTIAL: authenticator.signIn(options, { counter: 7 }) };
    const answered = await answerPasskey(world, attempt, { session, user, responses });
    if (answered.kind !== "proven" || answered.use === undefined) throw new Error("nothing was proven");
    return answered.use;
  };
  return { credentialId: credential.id, first: await answer(), second: await answer() };
}

const refusal = { exception: "NotAuthorizedException", message: "Incorrect username or password." };

test("AC-11: of two answers with one counter value, both found right, one is used", async () => {
  const world = await testWorld();
  const { first, second } = await rightAnswers(world);
  await world.store.write(first);
  await expect(world.store.write(second)).rejects.toMatchObject(refusal);
});

test("AC-11: an answer found right is worth nothing once its passkey is deleted", async () => {
  const world = await testWorld();
  const { first, credentialId } = await rightAnswers(world);
  await world.store.write(({ passkeys }) => passkeys.delete(pool.poolId, user.sub, credentialId));
  await expect(world.store.write(first)).rejects.toMatchObject(refusal);
});
