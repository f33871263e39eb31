/** When the records of the audit log are linked: a moment after they were written, and never twice at the same time. */
import type { Chain } from "../core/audit/audit-record.ts";
import { AuditHeadAltered, type Sealer, sealChain } from "../core/audit/seal.ts";
import type { Log } from "../core/ports.ts";

export interface AuditSealing {
  /** The chain has a new record. */
  wake(chain: Chain): void;
  /** Links what waits now. */
  sealNow(): Promise<void>;
  stop(): Promise<void>;
}

/** Many changes share one segment; what is younger could be removed unseen by whoever has the database. */
const momentMs = 2_000;
/** After a failure, of a disk that was full say. */
const troubleMs = 10_000;

export function createAuditSealing(sealer: Sealer, log: Log): AuditSealing {
  const awake = new Set<Chain>();
  let underWay: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function sealAwake(): Promise<void> {
    const chains = [...awake];
    awake.clear();
    for (const chain of chains) {
      try {
        await sealChain(sealer, chain);
      } catch (error) {
        log.error({ err: error, chain }, "the audit log could not be sealed");
        // An end that is not ours stays so; anything else may pass.
        if (!(error instanceof AuditHeadAltered)) wake(chain, troubleMs);
      }
    }
  }

  function sealNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    underWay = underWay.then(sealAwake);
    return underWay;
  }

  function wake(chain: Chain, ms = momentMs): void {
    awake.add(chain);
    timer ??= setTimeout(sealNow, ms).unref();
  }

  return {
    wake: (chain) => wake(chain),
    sealNow,
    async stop() {
      await sealNow();
      clearTimeout(timer);
    },
  };
}
