/** Verifies the whole audit log and sums up: for `poolhouse doctor` and `poolhouse audit verify`. */
import type { Checkpoint } from "./audit-record.ts";
import { type ChainReport, type Verifier, verifyAudit } from "./verify.ts";

export interface AuditCheck {
  readonly isSound: boolean;
  readonly records: number;
  readonly chains: readonly ChainReport[];
}

/** `kept`: the ends of chains as an earlier check said them. `onChain` is told of each chain when it is done. */
export async function checkAudit(
  verifier: Verifier,
  kept?: ReadonlyMap<string, Checkpoint>,
  onChain: (report: ChainReport) => void = () => undefined,
): Promise<AuditCheck> {
  const chains: ChainReport[] = [];
  for await (const report of verifyAudit(verifier, kept)) {
    chains.push(report);
    onChain(report);
  }
  return {
    isSound: chains.every(({ findings }) => findings.length === 0),
    records: chains.reduce((sum, { records, waiting }) => sum + records + waiting, 0),
    chains,
  };
}
