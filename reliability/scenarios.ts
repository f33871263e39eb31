/** Every scenario there is, in the order of a whole run. */
import { clockJumps } from "./clock/clock-jumps.ts";
import { fuzz } from "./fuzz/fuzz.ts";
import { fuzzInside } from "./fuzz-inside/fuzz-inside.ts";
import { failover } from "./kill/failover.ts";
import { kill } from "./kill/sqlite.ts";
import { races } from "./races/races.ts";
import { rolling } from "./rolling/rolling.ts";
import type { Scenario } from "./scenario.ts";
import { singleUse } from "./single-use/single-use.ts";
import { slowConnections } from "./slow/slow-connections.ts";
import { soak } from "./soak/soak.ts";
import { databaseAway } from "./trouble/database-away.ts";
import { diskFull } from "./trouble/disk-full.ts";
import { longCutOver } from "./trouble/long-cut-over.ts";
import { postgresDiskFull } from "./trouble/postgres-disk-full.ts";

export const scenarios: readonly Scenario[] = [
  kill,
  failover,
  races,
  singleUse,
  fuzz,
  fuzzInside,
  diskFull,
  postgresDiskFull,
  databaseAway,
  longCutOver,
  clockJumps,
  rolling,
  slowConnections,
  soak,
];
