/** The end of every way through the pages: the flow is over, the browser is signed in, and the app gets its answer. */
import type { World } from "../core/ports.ts";
import {
  type BrowserSessionKey,
  newBrowserSession,
  replaceBrowserSession,
} from "../core/sign-in/browser-sign-in.ts";
import type { Tables } from "../core/tables.ts";
import type { User } from "../core/users/user.ts";
import { grantAuthorization, type SignedInPerson } from "../oauth/authorize.ts";
import type { AuthorizeResponse } from "../oauth/authorize-response.ts";
import { finishFlow, type OpenFlow } from "./flow.ts";

export interface Finish {
  readonly response: AuthorizeResponse;
  /** Of a new session; undefined when the browser keeps the one it has. */
  readonly sessionCookie: string | undefined;
}

/** Somebody has just proved who they are. `save` is what else changes about them, in the same transaction. */
export async function finishSignIn(
  world: World,
  open: OpenFlow,
  user: User,
  before: BrowserSessionKey | undefined,
  save: (tables: Tables) => Promise<User> = async () => user,
): Promise<Finish> {
  const person: SignedInPerson = { user, authenticatedAt: world.clock.now() };
  const started = newBrowserSession(world, user, person.authenticatedAt);
  const response = await grantAuthorization(world, open.request, person, async (tables) => {
    await finishFlow(tables, open);
    const saved = await save(tables);
    await replaceBrowserSession(tables, before, started);
    return saved;
  });
  return { response, sessionCookie: started.cookie };
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
  return { response, sessionCookie: undefined };
}
