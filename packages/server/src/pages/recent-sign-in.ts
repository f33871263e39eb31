/** What is sensitive is for whoever has just shown who they are (AC-10), not for whoever finds a browser open. */
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";

const recentMs = 10 * 60_000;

export function isRecent(world: World, { session }: SignedInBrowser): boolean {
  return world.clock.now() - session.authenticatedAt < recentMs;
}
