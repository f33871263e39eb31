/** The end of every flow: the flow is over, the browser is signed in, and the app gets its answer. */
import { authEventOf } from "../core/events/record-auth-event.ts";
import { fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import {
  type BrowserSessionKey,
  type NewBrowserSession,
  newBrowserSession,
  replaceBrowserSession,
} from "../core/sign-in/browser-sign-in.ts";
import { requireActive } from "../core/sign-in/require-active.ts";
import { requireUnlocked } from "../core/sign-in/require-unlocked.ts";
import type { SignIn } from "../core/sign-in/sign-in.ts";
import type { Tables } from "../core/tables.ts";
import { postAuthentication } from "../core/triggers/post-authentication.ts";
import type { User } from "../core/users/user.ts";
import { grantAuthorization, type SignedInPerson } from "../oauth/authorize.ts";
import type { AuthorizeResponse } from "../oauth/authorize-response.ts";
import { finishFlow, type OpenFlow } from "./flow.ts";
import { requireSecondFactor } from "./require-second-factor.ts";

/** Where somebody signs in. */
export interface SignInPlace {
  readonly open: OpenFlow;
  /** Whatever session the browser has, so that it can end. */
  readonly before: BrowserSessionKey | undefined;
  /** The network address of the browser. */
  readonly source: string;
  /** What the browser calls itself, in a few words. */
  readonly browser: string | undefined;
}

export interface Finish {
  readonly response: AuthorizeResponse;
  /** A new session; undefined when the browser keeps the one it has. */
  readonly started: NewBrowserSession | undefined;
}

/**
 * Somebody has just proved who they are. Throws `ApiFailure` when a second factor is owed, PostAuthentication denies it, or
 * the account was locked or put out of use meanwhile. `save` is what else changes about them, in the same transaction.
 */
export async function finishSignIn(
  world: World,
  { open, before, source: ipAddress, browser }: SignInPlace,
  signIn: SignIn,
  save: (tables: Tables) => Promise<User> = async () => signIn.user,
): Promise<Finish> {
  const { pool, client } = open.request;
  const { user, progress } = signIn;
  await requireSecondFactor(world, pool, signIn);
  await postAuthentication(world, { pool, client, user, metadata: open.look.metadata }, false, fail);
  const authenticatedAt = world.clock.now();
  const started = await newBrowserSession(world, pool, user, { authenticatedAt, ipAddress, browser });
  const { sessionId } = started.session;
  const person = {
    user,
    authenticatedAt,
    sessionId,
    eventId: progress.eventId,
    ipAddress,
    browser: undefined,
  };
  const response = await grantAuthorization(world, open.request, person, async (tables) => {
    await finishFlow(tables, open);
    await requireUnlocked(world, tables, { client, fail }, user);
    await save(tables);
    const saved = await requireActive(world, tables, { client, fail }, user);
    await tables.attempts.clear(user.poolId, user.sub);
    await tables.authEvents.put(authEventOf(world, { ipAddress }, signIn, "Pass"));
    await replaceBrowserSession(tables, before, started);
    return saved;
  });
  return { response, started };
}

/** Somebody goes on as who they are already. */
export async function finishContinuing(
  world: World,
  open: OpenFlow,
  person: SignedInPerson,
): Promise<Finish> {
  const response = await grantAuthorization(world, open.request, person, async (tables) => {
    await finishFlow(tables, open);
    return person.user;
  });
  return { response, started: undefined };
}
