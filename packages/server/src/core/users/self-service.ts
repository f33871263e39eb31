/** Whether people may create accounts themselves, or only administrators do. */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";

export function takesSignUps({ settings }: Pool): boolean {
  return settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
}

export function requireSelfService(pool: Pool, fail: Fail<"NotAuthorizedException">): void {
  if (!takesSignUps(pool)) throw fail("NotAuthorizedException", texts.signUpNotPermitted);
}
