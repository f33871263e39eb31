/** Whether people may make accounts for themselves, or administrators alone do. */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";

export function takesSignUps({ settings }: Pool): boolean {
  return settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
}

export function requireSelfService(pool: Pool, fail: Fail<"NotAuthorizedException">): void {
  if (!takesSignUps(pool)) throw fail("NotAuthorizedException", texts.signUpNotPermitted);
}
