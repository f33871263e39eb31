/** A passkey's proof: what the authenticator is asked, and whether its answer is the owner's. */
import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { isoBase64URL, parseAuthenticatorData } from "@simplewebauthn/server/helpers";
import type { Passkey } from "../core/passkeys/passkey.ts";
import type {
  PasskeyAnswer,
  PasskeyOptions,
  PasskeyRefusal,
  PasskeySignIn,
  PasskeySignInRequest,
  Random,
} from "../core/ports.ts";
import { authenticatorRefusal, checkClientData, tryReading, tryVerifying } from "./ceremony.ts";
import { signInDocument } from "./documents.ts";

/** Cognito's: as long as the session that carries it lives by default. */
const timeoutMs = 180_000;

export async function signInOptions(
  random: Random,
  { relyingPartyId, userVerification, allowed }: PasskeySignInRequest,
): Promise<PasskeyOptions> {
  const { extensions: _, ...options } = await generateAuthenticationOptions({
    rpID: relyingPartyId,
    challenge: Uint8Array.from(random.bytes(32)),
    timeout: timeoutMs,
    userVerification,
  });
  // The library's type knows fewer transports than there are, and they are only handed back to where they came from.
  const allowCredentials = allowed.map(({ credentialId, transports }) => ({
    type: "public-key",
    id: credentialId,
    transports,
  }));
  return { challenge: options.challenge, document: { ...options, allowCredentials } };
}

export async function verifySignIn(
  answer: PasskeyAnswer & { readonly passkey: Passkey },
): Promise<PasskeySignIn> {
  const { passkey } = answer;
  const document = signInDocument.safeParse(answer.document);
  if (!document.success || document.data.id !== passkey.credentialId) return refuse("malformed");
  const { response, ...credential } = document.data;
  const client = checkClientData(answer, "webauthn.get", response.clientDataJSON);
  if ("refusal" in client) return refuse(client.refusal);
  const data = tryReading(() => parseAuthenticatorData(isoBase64URL.toBuffer(response.authenticatorData)));
  if (data === undefined || !isHandleOf(passkey, response.userHandle)) return refuse("malformed");
  const refusal = await authenticatorRefusal(answer, data);
  if (refusal !== undefined) return refuse(refusal);
  const isCounting = data.counter > 0 || passkey.counter > 0;
  if (isCounting && data.counter <= passkey.counter) return refuse("counterWentBack");

  const { userHandle: _, ...assertion } = response;
  const verified = await tryVerifying(() =>
    verifyAuthenticationResponse({
      response: { ...credential, response: assertion, clientExtensionResults: {} },
      expectedChallenge: answer.challenge,
      expectedOrigin: client.origin,
      expectedRPID: answer.relyingPartyId,
      requireUserVerification: answer.isUserVerificationRequired,
      credential: {
        id: passkey.credentialId,
        publicKey: isoBase64URL.toBuffer(passkey.publicKey),
        counter: passkey.counter,
      },
    }),
  );
  if (verified?.verified !== true) return refuse("badSignature");
  const { newCounter, userVerified } = verified.authenticationInfo;
  return { ok: true, counter: newCounter, isUserVerified: userVerified };
}

/** The person the authenticator thinks it signs in, where it says so. */
function isHandleOf({ sub }: Passkey, userHandle: string | null | undefined): boolean {
  if (userHandle === undefined || userHandle === null || userHandle === "") return true;
  return userHandle === isoBase64URL.fromUTF8String(sub);
}

function refuse(cause: PasskeyRefusal): PasskeySignIn {
  return { ok: false, cause };
}
