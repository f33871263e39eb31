/** Sensitive actions are for whoever has just proven who they are (AC-10), not for whoever finds an open browser. */
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import { isRecentSignIn } from "../core/sessions/recent-sign-in.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";

/** Where the pool says nothing. Tokens are asked for nothing then, but these pages are the house's own. */
const minutes = 10;

export function isRecent(world: World, pool: Pool, { session }: SignedInBrowser): boolean {
  return isRecentSignIn(world, pool, session.authenticatedAt, minutes);
}
