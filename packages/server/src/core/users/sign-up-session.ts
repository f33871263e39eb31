/**
 * The two `Session` strings of a sign-up, sealed and bound to pool and client. SignUp's ties the confirmation to where the
 * sign-up began and signs nobody in; ConfirmSignUp's is good for one sign-in by USER_AUTH.
 */
import { allows } from "../clients/auth-flows.ts";
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { isSessionOver, passwordMark, sessionLifetimeMs } from "../sign-in/challenge-session.ts";
import { texts } from "../texts.ts";
import type { User } from "./user.ts";

/** Used up by `tables.singleUse.use(poolId, "sign-up <id>", expiresAt)`. */
export interface SignUpSession {
  readonly id: string;
  readonly sub: Sub;
  /** Of the password at that moment: a new one ends the session, as it ends a challenge's. */
  readonly passwordMark: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

type Person = Pick<User, "sub" | "passwordHash">;

/** Nothing else could go on from one. */
export function hasSignUpSessions({ settings }: Pool, client: Client): boolean {
  return settings.UserPoolTier !== "LITE" && allows(client, "ALLOW_USER_AUTH");
}

export function beginSignUpSession(world: World, client: Client, person: Person): string {
  return seal(world, client, person, "begun");
}

/** Of a person whose sign-up has been confirmed. */
export function openSignUpSession(world: World, client: Client, person: Person): string {
  return seal(world, client, person, "confirmed");
}

/** False once SignUp's session is too old: mails take their time, and being late must not undo the sign-up. */
export function isBegunSignUp(
  world: World,
  client: Client,
  text: string,
  person: Person | undefined,
  fail: Fail<"NotAuthorizedException">,
): boolean {
  const { sub, expiresAt } = open(world, client, text, "begun", fail);
  if (sub !== person?.sub) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return expiresAt > world.clock.now();
}

export function readSignUpSession(
  world: World,
  client: Client,
  text: string,
  person: Person | undefined,
  fail: Fail<"NotAuthorizedException">,
): SignUpSession {
  const session = open(world, client, text, "confirmed", fail);
  const isTheirs = person?.sub === session.sub && passwordMark(world, person) === session.passwordMark;
  if (!isTheirs) throw fail("NotAuthorizedException", texts.sessionInvalid);
  if (isSessionOver(world, client, session.expiresAt)) {
    throw fail("NotAuthorizedException", texts.sessionExpired);
  }
  return session;
}

type Stage = "begun" | "confirmed";

function seal(world: World, client: Client, person: Person, stage: Stage): string {
  const expiresAt = world.clock.now() + sessionLifetimeMs(client);
  const session: SignUpSession = {
    id: world.random.uuid(),
    sub: person.sub,
    passwordMark: passwordMark(world, person),
    expiresAt,
  };
  return world.sealing.seal(purpose(client, stage), JSON.stringify(session));
}

function open(
  world: World,
  client: Client,
  text: string,
  stage: Stage,
  fail: Fail<"NotAuthorizedException">,
): SignUpSession {
  const opened = world.sealing.open(purpose(client, stage), text);
  if (opened === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  // We sealed it, so it has the shape that `seal` gave it.
  return JSON.parse(opened) as SignUpSession;
}

/** Pool, client and stage are part of the seal: a session of another does not open. */
function purpose({ poolId, clientId }: Client, stage: Stage): string {
  return `sign-up ${stage} ${poolId} ${clientId}`;
}
