/** Threat protection is an add-on of a pool: without it there is nothing to configure and nothing to look at. */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { hasThreatProtection } from "../pools/threat-protection.ts";
import { texts } from "../texts.ts";

export function requireThreatProtection(
  { settings }: Pool,
  fail: Fail<"UserPoolAddOnNotEnabledException">,
): void {
  if (!hasThreatProtection(settings)) throw fail("UserPoolAddOnNotEnabledException", texts.addOnNotEnabled);
}
