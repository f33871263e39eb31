/** A new passkey: what the authenticator is asked, and whether its answer is one. */
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import {
  cose,
  decodeAttestationObject,
  isoBase64URL,
  parseAuthenticatorData,
} from "@simplewebauthn/server/helpers";
import type {
  PasskeyAnswer,
  PasskeyOptions,
  PasskeyRefusal,
  PasskeyRegistration,
  PasskeyRegistrationRequest,
  Random,
} from "../core/ports.ts";
import {
  type AuthenticatorData,
  authenticatorRefusal,
  checkClientData,
  tryReading,
  tryVerifying,
} from "./ceremony.ts";
import { registrationDocument } from "./documents.ts";

/** Every authenticator can do one of these. */
const algorithms = [cose.COSEALG.ES256, cose.COSEALG.EdDSA, cose.COSEALG.RS256];

/** A passkey that can be found without a name, as Cognito asks for; who made the authenticator is not asked. */
export async function registrationOptions(
  random: Random,
  request: PasskeyRegistrationRequest,
): Promise<PasskeyOptions> {
  const { relyingPartyId, relyingPartyName, userVerification, sub, username, existing } = request;
  const options = await generateRegistrationOptions({
    rpID: relyingPartyId,
    rpName: relyingPartyName,
    userID: new TextEncoder().encode(sub),
    userName: username,
    userDisplayName: username,
    challenge: Uint8Array.from(random.bytes(32)),
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification },
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: existing.map(({ credentialId }) => ({ id: credentialId })),
  });
  return { challenge: options.challenge, document: { ...options } };
}

export async function verifyRegistration(answer: PasskeyAnswer): Promise<PasskeyRegistration> {
  const document = registrationDocument.safeParse(answer.document);
  if (!document.success) return refuse("malformed");
  const { response, authenticatorAttachment: attachment, ...credential } = document.data;
  const client = checkClientData(answer, "webauthn.create", response.clientDataJSON);
  if ("refusal" in client) return refuse(client.refusal);
  const attested = tryReading(() => readAttestation(response.attestationObject));
  if (attested === undefined) return refuse("malformed");
  const refusal = await authenticatorRefusal(answer, attested.authenticator);
  if (refusal !== undefined) return refuse(refusal);
  if (!isWanted(attested)) return refuse("unsupportedCredential");

  const { transports = [], ...attestation } = response;
  const verified = await tryVerifying(() =>
    verifyRegistrationResponse({
      response: { ...credential, response: attestation, clientExtensionResults: {} },
      expectedChallenge: answer.challenge,
      expectedOrigin: client.origin,
      expectedRPID: answer.relyingPartyId,
      requireUserVerification: answer.isUserVerificationRequired,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  const info = verified?.registrationInfo;
  // The id beside the answer is the client's word; the one inside is the authenticator's.
  if (info === undefined || info.credential.id !== credential.id) return refuse("unsupportedCredential");
  return {
    ok: true,
    passkey: {
      credentialId: info.credential.id,
      relyingPartyId: answer.relyingPartyId,
      publicKey: isoBase64URL.fromBuffer(info.credential.publicKey),
      counter: info.credential.counter,
      aaguid: info.aaguid,
      attachment,
      transports,
      isBackedUp: info.credentialBackedUp,
    },
  };
}

interface Attested {
  readonly authenticator: AuthenticatorData;
  readonly format: unknown;
  readonly hasCertificates: boolean;
}

function readAttestation(attestationObject: string): Attested {
  const object = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  return {
    authenticator: parseAuthenticatorData(object.get("authData")),
    format: object.get("fmt"),
    hasCertificates: object.get("attStmt").get("x5c") !== undefined,
  };
}

/**
 * No statement was asked for. One with certificates would be believed by the roots it brings itself, and checked by
 * fetching what it names; so all that passes is none, and `packed` signed by the new key alone.
 */
function isWanted({ format, hasCertificates }: Attested): boolean {
  return format === "none" || (format === "packed" && !hasCertificates);
}

function refuse(cause: PasskeyRefusal): PasskeyRegistration {
  return { ok: false, cause };
}
