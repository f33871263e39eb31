/** Signing out when the app could not say whom it means: the question, and what follows (LO-03). */
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { displayName } from "./display-name.ts";
import type { Look } from "./look.ts";
import { renderSignedOut, renderSignOut } from "./views/sign-out.tsx";

export interface SignOutQuestion {
  readonly pool: Pool;
  readonly user: User;
  /** The session's: its holder alone can have the form's token. */
  readonly cookie: string;
  readonly query: string;
}

export function showSignOut(
  world: World,
  look: Look,
  { pool, user, cookie, query }: SignOutQuestion,
): string {
  return renderSignOut({
    look,
    action: `/logout?${query}`,
    csrf: signOutToken(world, cookie),
    flow: "",
    poolName: poolName(pool),
    username: displayName(user),
  });
}

export function isSignOutToken(world: World, cookie: string, given: string): boolean {
  return world.digests.equal(signOutToken(world, cookie), given);
}

export function showSignedOut(look: Look, pool: Pool): string {
  return renderSignedOut({ look, poolName: poolName(pool) });
}

function signOutToken(world: World, cookie: string): string {
  return world.digests.fingerprint(JSON.stringify(["sign-out", world.digests.sha256(cookie)]));
}

function poolName(pool: Pool): string {
  return pool.settings.Name ?? pool.poolId;
}
