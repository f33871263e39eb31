/**
 * The `Session` string of a challenge: sealed, bound to pool, client, person and challenge, and used once (AP-11). It
 * carries how far the sign-in has come, so that nothing is stored for people who never answer.
 */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import type { Challenge, Progress } from "./sign-in.ts";

export interface ChallengeSession {
  readonly id: string;
  /** Undefined for a name nobody has: the session looks like any other and can only fail. */
  readonly sub: Sub | undefined;
  /** Of the password that was good when the session began: a new one ends it. */
  readonly passwordMark: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly progress: Progress;
  /** The challenge's own. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface NewSession {
  readonly client: Client;
  /** Undefined for a name nobody has. */
  readonly user: User | undefined;
  readonly progress: Progress;
  readonly challenge: Challenge;
  readonly data?: ChallengeSession["data"];
  /** Decided beforehand where something else is bound to it: a code, say. */
  readonly id?: string;
}

/** `AuthSessionValidity`: 3 minutes by default. */
export function sessionLifetimeMs({ settings }: Client): number {
  return (settings.AuthSessionValidity ?? 3) * 60_000;
}

/** Too old, or of before a backup was restored. */
export function isSessionOver({ clock, settings }: World, client: Client, expiresAt: number): boolean {
  return expiresAt <= clock.now() || expiresAt - sessionLifetimeMs(client) < settings.restoredAt;
}

export function openSession(world: World, session: NewSession): string {
  const now = world.clock.now();
  const { client, user, progress, challenge, data = {}, id = world.random.orderedUuid(now) } = session;
  const content: ChallengeSession = {
    id,
    ...ownerOf(world, user),
    expiresAt: now + sessionLifetimeMs(client),
    progress,
    data,
  };
  return (
    ownerMark(client, challenge) + world.sealing.seal(purpose(client, challenge), JSON.stringify(content))
  );
}

/** Pool, client and challenge are part of the seal: a session of another does not open. */
export function readSession(
  world: World,
  client: Client,
  challenge: Challenge,
  text: string,
  fail: Fail<"NotAuthorizedException">,
): ChallengeSession {
  const mark = ownerMark(client, challenge);
  const sealed = text.startsWith(mark) ? text.slice(mark.length) : "";
  const opened = world.sealing.open(purpose(client, challenge), sealed);
  if (opened === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  // We sealed it, so it has the shape that openSession gave it.
  const session = JSON.parse(opened) as ChallengeSession;
  if (isSessionOver(world, client, session.expiresAt)) {
    throw fail("NotAuthorizedException", texts.sessionExpired);
  }
  return session;
}

/** What whoever asked the challenge put into the session: it is sealed for that challenge, so nobody else did. */
export function dataOf<Data extends object>({ data }: ChallengeSession): Data {
  return data as unknown as Data;
}

/** Whatever has become of it. */
export function isSessionOf(world: World, client: Client, challenge: Challenge, text: string): boolean {
  return world.sealing.open(purpose(client, challenge), text) !== undefined;
}

/** Whose session it says it is: for the operations that get a session of MFA_SETUP and no client id. */
export function clientIdOfSession(text: string): string {
  return text.slice(0, Math.max(text.indexOf("."), 0));
}

function ownerMark({ clientId }: Client, challenge: Challenge): string {
  return challenge === "MFA_SETUP" ? `${clientId}.` : "";
}

/** Refused when a new password ended the session: be it that this session itself set it. */
export async function requireSamePassword(
  world: World,
  client: Client,
  session: ChallengeSession,
  user: User,
  fail: Fail<"NotAuthorizedException">,
): Promise<void> {
  if (passwordMark(world, user) === session.passwordMark) return;
  await world.store.write((tables) => useSession(tables, client, session, fail));
  throw fail("NotAuthorizedException", texts.sessionInvalid);
}

/** In the transaction that does what the session was for. */
export async function useSession(
  tables: Tables,
  client: Client,
  session: Pick<ChallengeSession, "id" | "expiresAt">,
  fail: Fail<"NotAuthorizedException">,
): Promise<void> {
  const isFirst = await tables.singleUse.use(client.poolId, `session ${session.id}`, session.expiresAt);
  if (!isFirst) throw fail("NotAuthorizedException", texts.sessionUsed);
}

/** Tells one password of a person from the next, and nothing about either. */
export function passwordMark(
  world: Pick<World, "digests">,
  user: Pick<User, "sub" | "passwordHash">,
): string {
  return world.digests.fingerprint(`password ${user.sub} ${user.passwordHash ?? ""}`);
}

/** As long for a name nobody has, or the length of a session would tell (HP-06). */
function ownerOf(
  world: World,
  user: User | undefined,
): Pick<ChallengeSession, "sub" | "passwordMark"> & { readonly nobody?: string } {
  if (user !== undefined) return { sub: user.sub, passwordMark: passwordMark(world, user) };
  const id = world.random.uuid();
  return { sub: undefined, nobody: id.slice(3), passwordMark: world.digests.fingerprint(id) };
}

/**
 * Grows when what a session carries changes its shape: a node of another version then finds it invalid, and does not misread it. The
 * person begins again.
 */
const format = 2;

function purpose(client: Client, challenge: Challenge): string {
  return `session ${format} ${client.poolId} ${client.clientId} ${challenge}`;
}
