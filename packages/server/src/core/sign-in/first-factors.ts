/**
 * How every flow begins: who is meant, whether they may try (the client's proof, the PreAuthentication trigger), and
 * the first factor.
 */
import { hidesPeople } from "../clients/hides-people.ts";
import { requireSecretHash } from "../clients/secret-hash.ts";
import type { World } from "../ports.ts";
import { preAuthentication } from "../triggers/pre-authentication.ts";
import { findUser } from "../users/find-user.ts";
import { migrateUser } from "../users/migrate-user.ts";
import { missingVerifier } from "../users/password.ts";
import type { User } from "../users/user.ts";
import type { Attempt, InitiateRequest } from "./attempt.ts";
import type { Answered } from "./challenge.ts";
import { startCustomAuth } from "./custom-auth.ts";
import { presumedFailure } from "./failed-sign-in.ts";
import { checkPasswordOf, type PasswordCheck } from "./password-sign-in.ts";
import { withFirstFactor } from "./proven-first-factor.ts";
import { passwordFailure } from "./refuse-password.ts";
import { requireParameter } from "./require-parameter.ts";
import { newProgress, type Progress } from "./sign-in.ts";
import { askPasswordVerifier } from "./srp.ts";
import { simulatedPerson } from "./srp-simulation.ts";

export async function startWithPassword(world: World, request: InitiateRequest): Promise<Answered> {
  const { client, parameters, fail } = request;
  const name = requireParameter(parameters, "USERNAME", fail);
  const password = requireParameter(parameters, "PASSWORD", fail);
  requireSecretHash(world, client, name, parameters["SECRET_HASH"], fail);
  const progress = newProgress(world, "PASSWORD", name, parameters);
  return provenBy(world, request, progress, password, await checkPerson(world, request, progress, password));
}

/** Somebody may be taken over from elsewhere, and a trigger may deny before the password is looked at. For the pages as well. */
export async function checkPerson(
  world: World,
  attempt: Pick<Attempt, "pool" | "client" | "metadata" | "ipAddress" | "fail">,
  progress: Progress,
  password: string,
): Promise<PasswordCheck> {
  const { name } = progress;
  const known = await findUser(world, attempt.pool, name);
  const migration =
    known === undefined
      ? await migrateUser(world, attempt, {
          name,
          password,
          alongside: presumedFailure(world, attempt, undefined, progress),
        })
      : undefined;
  const user = known ?? (migration?.ok ? migration.user : undefined);
  await announceSignIn(world, attempt, name, user);
  return migration?.ok === false ? migration : lookAtPassword(world, attempt, user, progress, password);
}

/** For USER_AUTH, which takes nobody over. */
export async function provePassword(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  password: string,
): Promise<Answered> {
  const check = await lookAtPassword(world, attempt, user, progress, password);
  return provenBy(world, attempt, progress, password, check);
}

function lookAtPassword(
  world: World,
  attempt: Pick<Attempt, "pool" | "client" | "ipAddress">,
  user: User | undefined,
  progress: Progress,
  password: string,
): Promise<PasswordCheck> {
  const { pool, ipAddress } = attempt;
  const failure = presumedFailure(world, attempt, user, progress);
  return checkPasswordOf(world, pool, progress.name, user, password, ipAddress, failure);
}

async function provenBy(
  world: World,
  { pool, client, fail }: Attempt,
  progress: Progress,
  password: string,
  check: PasswordCheck,
): Promise<Answered> {
  if (!check.ok) throw passwordFailure(check.cause, client, fail);
  const { user } = check;
  const signIn = withFirstFactor({ user, progress }, { firstFactor: "PASSWORD" });
  const use = await missingVerifier(world, pool, user, password);
  return { kind: "proven", signIn, ...(use && { use }) };
}

export async function startWithSrp(world: World, request: InitiateRequest): Promise<Answered> {
  const { parameters, fail } = request;
  const clientPublic = requireParameter(parameters, "SRP_A", fail);
  const { user, name } = await identify(world, request);
  const progress = newProgress(world, "SRP", name, parameters);
  return { kind: "asked", response: await askPasswordVerifier(world, request, user, progress, clientPublic) };
}

export async function startWithCustomAuth(world: World, request: InitiateRequest): Promise<Answered> {
  const { user, name } = await identify(world, request);
  const progress = newProgress(world, "CUSTOM", name, request.parameters);
  // What the client sends along with its first call is not for these triggers (`cognito.md` §6).
  return startCustomAuth(world, { ...request, metadata: {} }, user, progress, request.parameters);
}

/**
 * Who is meant, for flows that ask something before they look at a secret. Undefined is a name nobody has, when the
 * client hides that; otherwise such a name is refused here.
 */
export async function identify(
  world: World,
  request: InitiateRequest,
): Promise<{ readonly user: User | undefined; readonly name: string }> {
  const { pool, client, parameters, fail } = request;
  const name = requireParameter(parameters, "USERNAME", fail);
  requireSecretHash(world, client, name, parameters["SECRET_HASH"], fail);
  const user = await findUser(world, pool, name);
  if (user === undefined && !hidesPeople(client)) throw passwordFailure("unknownUser", client, fail);
  await announceSignIn(world, request, name, user);
  return { user, name };
}

/** PreAuthentication hears of names nobody has only where their absence is hidden (`cognito.md` §5.2). */
export async function announceSignIn(
  world: World,
  attempt: Pick<Attempt, "pool" | "client" | "metadata" | "fail">,
  name: string,
  user: User | undefined,
): Promise<void> {
  const { pool, client, metadata, fail } = attempt;
  if (user === undefined && !hidesPeople(client)) return;
  const nobody = simulatedPerson(world, pool, name);
  await preAuthentication(world, { pool, client, user: user ?? nobody, metadata }, user === undefined, fail);
}
