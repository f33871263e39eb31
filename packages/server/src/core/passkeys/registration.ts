/**
 * Registers a passkey, in two calls: the options for the authenticator, and its answer. In between the challenge is
 * stored, sealed, with the client that asked; it is good for one passkey, and a new one replaces it (AC-11).
 */
import type { Client } from "../clients/client.ts";
import type { ApiFailure, Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { PasskeyAnswer, PasskeyRefusal, World } from "../ports.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";
import { firstName } from "./passkey-name.ts";
import { requirePasskeys, requireRoom } from "./passkey-rules.ts";
import { relyingPartyOf } from "./relying-party.ts";

interface Registrar {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** Of the page that asks: it says the language of the notice. */
  readonly metadata?: ClientMetadata;
}

export type StartFail = Fail<
  "LimitExceededException" | "WebAuthnConfigurationMissingException" | "WebAuthnNotEnabledException"
>;

export type CompleteFail = Fail<
  | "InvalidParameterException"
  | "LimitExceededException"
  | "WebAuthnChallengeNotFoundException"
  | "WebAuthnClientMismatchException"
  | "WebAuthnCredentialNotSupportedException"
  | "WebAuthnNotEnabledException"
  | "WebAuthnOriginNotAllowedException"
  | "WebAuthnRelyingPartyMismatchException"
>;

const purpose = "passkey:registration";
const lifetimeMs = 5 * 60_000;

/** What the answer is held against. */
interface Asked {
  readonly challenge: string;
  readonly clientId: string;
}

/** The `CredentialCreationOptions`. */
export async function startRegistration(
  world: World,
  { pool, client, user }: Registrar,
  fail: StartFail,
): Promise<Readonly<Record<string, unknown>>> {
  const { poolId, sub, username } = user;
  requirePasskeys(pool, client, fail);
  const relyingParty = relyingPartyOf(world, pool);
  if (relyingParty === undefined) {
    throw fail("WebAuthnConfigurationMissingException", texts.relyingPartyMissing);
  }
  const existing = await world.store.read.passkeys.listOfUser(poolId, sub);
  requireRoom(existing.length, fail);
  const { id: relyingPartyId, userVerification } = relyingParty;
  const { challenge, document } = await world.passkeys.registrationOptions({
    relyingPartyId,
    relyingPartyName: relyingPartyId,
    userVerification,
    sub,
    username,
    existing: existing.filter((passkey) => passkey.relyingPartyId === relyingPartyId),
  });
  const asked = { challenge, clientId: client.clientId } satisfies Asked;
  const row: VerificationCode = {
    poolId,
    sub,
    purpose,
    codeHash: world.digests.sha256(challenge),
    sealedAddress: world.sealing.seal(purpose, JSON.stringify(asked)),
    expiresAt: world.clock.now() + lifetimeMs,
  };
  await world.store.write(({ verificationCodes }) => verificationCodes.put(row));
  return document;
}

export async function completeRegistration(
  world: World,
  { pool, client, user, metadata }: Registrar,
  document: unknown,
  fail: CompleteFail,
): Promise<void> {
  const { poolId, sub } = user;
  requirePasskeys(pool, client, fail);
  const row = await world.store.read.verificationCodes.find(poolId, sub, purpose);
  const asked = row && openAsked(world, row);
  if (row === undefined || asked === undefined) throw challengeNotFound(fail);
  if (asked.clientId !== client.clientId) {
    throw fail("WebAuthnClientMismatchException", texts.passkeyClientMismatch);
  }
  const relyingParty = relyingPartyOf(world, pool);
  if (relyingParty === undefined) throw registrationFailure("wrongRelyingParty", fail);
  const answer: PasskeyAnswer = {
    document,
    challenge: asked.challenge,
    relyingPartyId: relyingParty.id,
    isUserVerificationRequired: relyingParty.userVerification === "required",
  };
  const registration = await world.passkeys.verifyRegistration(answer);
  if (!registration.ok) throw registrationFailure(registration.cause, fail);

  const now = world.clock.now();
  const friendlyName = firstName(registration.passkey);
  const passkey = {
    ...registration.passkey,
    poolId,
    sub,
    friendlyName,
    createdAt: now,
    lastUsedAt: undefined,
  };
  await world.store.write(async (tables) => {
    const { passkeys, verificationCodes } = tables;
    if (!(await verificationCodes.use(poolId, sub, purpose, row.codeHash))) throw challengeNotFound(fail);
    // Another may have been completed while this one was begun.
    requireRoom((await passkeys.listOfUser(poolId, sub)).length, fail);
    // Somebody's already: by its id alone it could not be told whose it is.
    if (!(await passkeys.insert(passkey))) {
      throw fail("WebAuthnCredentialNotSupportedException", texts.passkeyExists);
    }
    await notify(world, tables, pool, user, "passkeyAdded", metadata);
  });
}

function openAsked(world: World, { sealedAddress = "", expiresAt }: VerificationCode): Asked | undefined {
  if (expiresAt <= world.clock.now()) return undefined;
  const opened = world.sealing.open(purpose, sealedAddress);
  // startRegistration sealed it.
  return opened === undefined ? undefined : (JSON.parse(opened) as Asked);
}

function challengeNotFound(fail: CompleteFail): ApiFailure {
  return fail("WebAuthnChallengeNotFoundException", texts.passkeyChallengeNotFound);
}

function registrationFailure(cause: PasskeyRefusal, fail: CompleteFail): ApiFailure {
  switch (cause) {
    case "malformed":
      return fail("InvalidParameterException", texts.passkeyUnreadable);
    case "wrongChallenge":
      return challengeNotFound(fail);
    case "wrongOrigin":
      return fail("WebAuthnOriginNotAllowedException", texts.passkeyOriginNotAllowed);
    case "wrongRelyingParty":
      return fail("WebAuthnRelyingPartyMismatchException", texts.passkeyOfOtherRelyingParty);
    case "userNotVerified":
      return fail("WebAuthnCredentialNotSupportedException", texts.passkeyUserNotVerified);
    case "unsupportedCredential":
    case "badSignature":
    case "counterWentBack":
      return fail("WebAuthnCredentialNotSupportedException", texts.passkeyNotSupported);
  }
}
