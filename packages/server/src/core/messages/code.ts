/** Six digits sent to a person's address: whoever can read them there controls the address. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Sub } from "../ids.ts";
import type { World } from "../ports.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import type { Tables } from "../tables.ts";
import type { CodePurpose, CodeRequest } from "./code-request.ts";
import { codeWording, confirmationLink } from "./code-wording.ts";
import { composeMessage } from "./compose-message.ts";
import { deliveryDetails } from "./contact.ts";
import type { Message } from "./message.ts";
import { wordsFor } from "./message-language.ts";

/** A code that has been thought of and worded, and not been stored or sent. */
export interface PreparedCode {
  readonly row: VerificationCode;
  readonly message: Message;
  readonly details: CodeDeliveryDetailsType;
}

/** Asks the CustomMessage trigger for the words; so before the transaction that stores the code. */
export async function prepareCode(world: World, request: CodeRequest): Promise<PreparedCode> {
  const { pool, user, purpose, contact, boundTo, sealedAddress, sessionMs } = request;
  const code = world.random.characters(6, "0123456789");
  const link = confirmationLink(world, request, code);
  const expiresAt = world.clock.now() + codeLifetimeMs(purpose, sessionMs);
  const message = await composeMessage(world, {
    ...request,
    expiresAt,
    values: { code, username: user.username, link },
    wording: codeWording(wordsFor(user, request.metadata), pool, purpose, contact),
  });
  const row: VerificationCode = {
    poolId: pool.poolId,
    sub: user.sub,
    purpose,
    codeHash: codeHash(world, user.sub, purpose, code, boundTo),
    sealedAddress,
    expiresAt,
  };
  return { row, message, details: deliveryDetails(contact) };
}

/** Kills the person's earlier code of the same purpose; the message leaves after the commit. */
export async function storeCode(tables: Tables, { row, message }: PreparedCode): Promise<void> {
  await tables.verificationCodes.put(row);
  await tables.messages.insert(message);
}

/** Bound to person, purpose and session, since six digits alone are one of a million. */
export function codeHash(
  world: Pick<World, "digests">,
  sub: Sub,
  purpose: CodePurpose,
  code: string,
  boundTo: string | null,
): string {
  return world.digests.fingerprint(JSON.stringify(["code", sub, purpose, code, boundTo]));
}

const minute = 60_000;
const hour = 60 * minute;

/** `cognito.md` §8; a code that signs in lives as long as its session, and ten minutes at most (AC-07). */
export function codeLifetimeMs(purpose: CodePurpose, sessionMs = 3 * minute): number {
  if (purpose === "resetPassword") return hour;
  return purpose === "signIn" ? Math.min(sessionMs, 10 * minute) : 24 * hour;
}
