/**
 * WebAuthn behind the `Passkeys` port, on SimpleWebAuthn. What that library leaves to its caller is checked here first:
 * which origins may answer, frames, attestation statements, the owner of a credential.
 */
import type { Passkeys, Random } from "../core/ports.ts";

/** Loaded by the first passkey: the library with its certificates takes 0.2 s and 29 MB, which no start should wait for. */
export function createPasskeys(random: Random): Passkeys {
  const registration = () => import("./registration.ts");
  const signIn = () => import("./sign-in.ts");
  return {
    registrationOptions: async (request) => (await registration()).registrationOptions(random, request),
    verifyRegistration: async (answer) => (await registration()).verifyRegistration(answer),
    signInOptions: async (request) => (await signIn()).signInOptions(random, request),
    verifySignIn: async (answer) => (await signIn()).verifySignIn(answer),
  };
}
