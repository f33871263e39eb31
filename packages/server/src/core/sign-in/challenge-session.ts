/** The `Session` string of a challenge: sealed, bound to pool, client, person and challenge, and used once. */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";

export interface ChallengeSession {
  readonly id: string;
  readonly sub: Sub;
  /** Of the password that was good when the session began: a new one ends it. */
  readonly passwordMark: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** What may be asked of a person in between. */
export type Challenge = "NEW_PASSWORD_REQUIRED";

/** Lives `AuthSessionValidity` minutes: 3 by default. */
export function openSession(world: World, client: Client, user: User, challenge: Challenge): string {
  const session: ChallengeSession = {
    id: world.random.uuid(),
    sub: user.sub,
    passwordMark: passwordMark(world, user),
    expiresAt: world.clock.now() + (client.settings.AuthSessionValidity ?? 3) * 60_000,
  };
  return world.sealing.seal(purpose(client, challenge), JSON.stringify(session));
}

/** Pool, client and challenge are part of the seal: a session of another does not open. */
export function readSession(
  world: World,
  client: Client,
  challenge: Challenge,
  text: string,
  fail: Fail<"NotAuthorizedException">,
): ChallengeSession {
  const opened = world.sealing.open(purpose(client, challenge), text);
  if (opened === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  // We sealed it, so it has the shape that openSession gave it.
  const session = JSON.parse(opened) as ChallengeSession;
  if (session.expiresAt <= world.clock.now()) throw fail("NotAuthorizedException", texts.sessionExpired);
  return session;
}

/** In the transaction that does what the session was for. */
export async function useSession(
  tables: Tables,
  client: Client,
  session: ChallengeSession,
  fail: Fail<"NotAuthorizedException">,
): Promise<void> {
  const isFirst = await tables.singleUse.use(client.poolId, `session ${session.id}`, session.expiresAt);
  if (!isFirst) throw fail("NotAuthorizedException", texts.sessionUsed);
}

/** Tells one password of a person from the next, and nothing about either. */
export function passwordMark(world: Pick<World, "digests">, user: User): string {
  return world.digests.fingerprint(`password ${user.sub} ${user.passwordHash ?? ""}`);
}

function purpose(client: Client, challenge: Challenge): string {
  return `session ${client.poolId} ${client.clientId} ${challenge}`;
}
