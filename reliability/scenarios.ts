/** Every scenario there is, in the order of a whole run. */
import { failover } from "./kill/failover.ts";
import { kill } from "./kill/sqlite.ts";
import { races } from "./races/races.ts";
import type { Scenario } from "./scenario.ts";

export const scenarios: readonly Scenario[] = [kill, failover, races];
