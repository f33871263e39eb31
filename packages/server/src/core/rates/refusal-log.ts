/** Tells the log which quotas refuse: at once, and then once a minute with how many it were, because a flood must not fill the disk. */
import type { QuotaName } from "../../model/quotas.ts";
import type { Log } from "../ports.ts";

const silenceMs = 60_000;

export function createRefusalLog(
  log: Pick<Log, "warn">,
  now: () => number,
): (quota: QuotaName, subject: string) => void {
  const told = new Map<QuotaName, { at: number; untold: number }>();
  return (quota, subject) => {
    const last = told.get(quota);
    if (last !== undefined && now() - last.at < silenceMs) {
      last.untold += 1;
      return;
    }
    const refused = 1 + (last?.untold ?? 0);
    told.set(quota, { at: now(), untold: 0 });
    // Whoever forgot to name a proxy sees its address here. Nothing else that is counted is told: names of people are theirs.
    const source = quota === "Source" || quota === "DomainSource" ? { source: subject } : {};
    log.warn(
      { quota, refused, ...source, setting: "POOLHOUSE_QUOTAS" },
      "requests were refused: too many in a second",
    );
  };
}
