/**
 * An authenticator app is set up in two steps: its secret is handed out, and a first code proves that the app has it. Both
 * are open to somebody with an access token, and to somebody whose sign-in has come to MFA_SETUP.
 */

import type { Client } from "../clients/client.ts";
import { findClient } from "../clients/find-client.ts";
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { stateRefusal } from "../sign-in/account-state.ts";
import {
  type ChallengeSession,
  clientIdOfSession,
  openSession,
  readSession,
  requireSamePassword,
  useSession,
} from "../sign-in/challenge-session.ts";
import type { ReadTables, Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { VerifiedAccessToken } from "../tokens/access-token.ts";
import { requireAccessToken } from "../tokens/require-access-token.ts";
import { requireRecentSignIn } from "../tokens/require-recent-sign-in.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { withFactor } from "./mfa-preference.ts";
import { offeredFactors } from "./offered-factors.ts";
import { secondFactorOf } from "./second-factor.ts";

export interface Enrolee {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** Of MFA_SETUP; undefined for somebody who is signed in. */
  readonly session: ChallengeSession | undefined;
}

export interface EnrolProof {
  readonly AccessToken?: string | undefined;
  readonly Session?: string | undefined;
}

type SessionFail = Fail<"NotAuthorizedException">;
type ConfirmFail = Fail<"NotAuthorizedException" | "UserNotFoundException">;
export type EnrolFail = Fail<
  "InvalidParameterException" | "NotAuthorizedException" | "SoftwareTokenMFANotFoundException"
>;

export async function requireEnrolee(
  world: World,
  { AccessToken, Session }: EnrolProof,
  fail: EnrolFail,
): Promise<Enrolee> {
  if ((AccessToken === undefined) === (Session === undefined)) {
    throw fail("InvalidParameterException", texts.accessTokenOrSession);
  }
  const enrolee =
    Session === undefined
      ? { ...(await requireRecentToken(world, AccessToken ?? "", fail)), session: undefined }
      : await enroleeOfSession(world, Session, fail);
  if (!offeredFactors(enrolee.pool).includes("SOFTWARE_TOKEN_MFA")) {
    throw fail("SoftwareTokenMFANotFoundException", texts.softwareTokenNotOffered);
  }
  return enrolee;
}

async function requireRecentToken(
  world: World,
  accessToken: string,
  fail: SessionFail,
): Promise<VerifiedAccessToken> {
  const token = await requireAccessToken(world, accessToken);
  requireRecentSignIn(world, token, fail);
  return token;
}

export interface ConfirmedToken {
  readonly sealedSecret: string;
  readonly friendlyName: string | undefined;
  /** Of the code that confirmed it, which is used up thereby. */
  readonly step: number;
  /** Of the page that asked: it says the language of the notice. */
  readonly metadata?: ClientMetadata;
}

/** False when the secret was replaced or confirmed in the meantime. */
export async function confirmSoftwareToken(
  world: World,
  enrolee: Enrolee,
  confirmed: ConfirmedToken,
  fail: ConfirmFail,
): Promise<boolean> {
  const { pool, client, user, session } = enrolee;
  return world.store.write(async (tables) => {
    if (session === undefined) return confirm(world, tables, pool, user, confirmed);
    await useSession(tables, client, session, fail);
    return (await confirmOnTheWay(world, tables, pool, user, confirmed, fail)) !== undefined;
  });
}

/** Of somebody whose sign-in waits for it: the factor is turned on as well, because their pool demands one. */
export async function confirmOnTheWay(
  world: World,
  tables: Tables,
  pool: Pool,
  { sub }: User,
  confirmed: ConfirmedToken,
  fail: ConfirmFail,
): Promise<User | undefined> {
  const latest = await tables.users.find(pool.poolId, sub);
  const user = await requireSetUpOwed(tables, pool, latest, fail);
  return confirmAndTurnOn(world, tables, pool, user, confirmed, fail);
}

/** Of somebody signed in, on the pages, which ask nothing more. Undefined as `confirmSoftwareToken` is false. */
export async function confirmAndTurnOn(
  world: World,
  tables: Tables,
  pool: Pool,
  user: User,
  confirmed: ConfirmedToken,
  fail: Fail<"UserNotFoundException">,
): Promise<User | undefined> {
  if (!(await confirm(world, tables, pool, user, confirmed))) return undefined;
  const turnOn = (latest: User): User => ({
    ...latest,
    mfa: withFactor(latest.mfa, "SOFTWARE_TOKEN_MFA"),
    modifiedAt: world.clock.now(),
  });
  return updateUser(tables, pool, user.sub, turnOn, fail, null);
}

async function confirm(
  world: World,
  tables: Tables,
  pool: Pool,
  user: User,
  { sealedSecret, friendlyName, step, metadata }: ConfirmedToken,
): Promise<boolean> {
  const { poolId, sub } = user;
  const isConfirmed = await tables.softwareTokens.confirm(poolId, sub, sealedSecret, friendlyName, step);
  if (isConfirmed) await notify(world, tables, pool, user, "appAdded", metadata);
  return isConfirmed;
}

/** In the transaction that takes a step of the enrolment: nothing is stored for somebody who has been deleted meanwhile. */
export async function useEnrolee(
  tables: Tables,
  { pool, client, user, session }: Enrolee,
  fail: SessionFail,
): Promise<void> {
  if (session !== undefined) await useSession(tables, client, session, fail);
  const latest = await tables.users.find(pool.poolId, user.sub);
  if (session !== undefined) await requireSetUpOwed(tables, pool, latest, fail);
  else if (latest === undefined) throw fail("NotAuthorizedException", texts.accessTokenRevoked);
}

/** The session that the next step takes; undefined for somebody who is signed in. */
export function nextSession(
  world: World,
  { client, user, session }: Enrolee,
  data: ChallengeSession["data"],
): string | undefined {
  if (session === undefined) return undefined;
  const { progress } = session;
  return openSession(world, { client, user, progress, challenge: "MFA_SETUP", data });
}

/**
 * Asked at every step: a session of MFA_SETUP ends with the first factor that is set up, or it could replace a factor that
 * its owner has set up in the meantime with a stranger's.
 */
export async function requireSetUpOwed(
  tables: Pick<ReadTables, "passkeys" | "softwareTokens">,
  pool: Pool,
  user: User | undefined,
  fail: SessionFail,
): Promise<User> {
  const owed = user && (await secondFactorOf(tables, pool, user));
  if (user === undefined || owed?.kind !== "setUp")
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  return user;
}

async function enroleeOfSession(world: World, text: string, fail: SessionFail): Promise<Enrolee> {
  const found = await findClient(world, clientIdOfSession(text));
  if (found === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  const { pool, client } = found;
  const { read } = world.store;
  const session = readSession(world, client, "MFA_SETUP", text, fail);
  const known = session.sub && (await read.users.find(pool.poolId, session.sub));
  const user = await requireSetUpOwed(read, pool, known, fail);
  await requireSamePassword(world, client, session, user, fail);
  if (stateRefusal(user, world.clock.now()) !== undefined) {
    throw fail("NotAuthorizedException", texts.sessionInvalid);
  }
  return { pool, client, user, session };
}
