/** Tells the log which quotas refuse. */
import type { QuotaName } from "../../model/quotas.ts";
import type { Log } from "../ports.ts";
import { onceAMinute } from "./once-a-minute.ts";

export function createRefusalLog(
  log: Pick<Log, "warn">,
  now: () => number,
): (quota: QuotaName, subject: string) => void {
  return onceAMinute(now, (quota, refused, subject) => {
    // Whoever forgot to name a proxy sees its address here. Nothing else that is counted is told: names of people are theirs.
    const source = quota === "Source" || quota === "DomainSource" ? { source: subject } : {};
    log.warn(
      { quota, refused, ...source, setting: "POOLHOUSE_QUOTAS" },
      "requests were refused: too many in a second",
    );
  });
}
