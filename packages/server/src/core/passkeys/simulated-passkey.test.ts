import { expect, test } from "vitest";
import { basePointKey, createAuthenticator } from "../../../test/support/authenticator.ts";
import { plainPool } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { simulatedPasskey } from "./simulated-passkey.ts";

const relyingPartyId = "example.com";

test("the key of nobody's passkey is a real one, so that a check against it is real work", async () => {
  const world = await testWorld();
  const passkey = simulatedPasskey(world, plainPool(), "nobody", relyingPartyId);
  const authenticator = createAuthenticator({ origin: "https://example.com" });
  authenticator.register({ challenge: "", rp: { id: relyingPartyId }, user: { id: "" } });
  const request = { relyingPartyId, userVerification: "preferred", allowed: [passkey] } as const;
  const { challenge, document } = await world.passkeys.signInOptions(request);
  const check = () => {
    const key = basePointKey();
    const credential = authenticator.signIn(JSON.stringify(document), { id: passkey.credentialId, key });
    const answer = { document: JSON.parse(credential), challenge, relyingPartyId, passkey };
    return world.passkeys.verifySignIn({ ...answer, isUserVerificationRequired: false });
  };
  expect(await check()).toEqual({ ok: true, counter: 0, isUserVerified: true });
});

test("it is the same for every spelling of a name, and another for another", async () => {
  const world = await testWorld();
  const pool = plainPool({ settings: { UsernameConfiguration: { CaseSensitive: false } } });
  const idOf = (name: string) => simulatedPasskey(world, pool, name, relyingPartyId).credentialId;
  expect(idOf("Nobody")).toBe(idOf("nobody"));
  expect(idOf("nobody else")).not.toBe(idOf("nobody"));
});
