/** Which chains a command is about, and what each is called. */
import { type Chain, houseChain } from "../../core/audit/audit-record.ts";
import { poolId } from "../../core/ids.ts";
import { everyRow, type PageRequest } from "../../core/page.ts";
import type { World } from "../../core/ports.ts";
import { CommandFailure } from "../command.ts";

export function nameOfChain(chain: Chain): string {
  return chain === houseChain ? "house" : chain;
}

/** All of them, or the one that was named. Throws for one that does not exist. */
export async function wantedChains(world: World, name: string | undefined): Promise<readonly Chain[]> {
  const all = await everyChain(world);
  if (name === undefined) return all;
  const chain = name === "house" ? houseChain : poolId(name);
  if (all.includes(chain)) return [chain];
  throw new CommandFailure(
    `There is no audit log of ${name}.`,
    "Every pool has one from its first change on, also after its end; the house has one of its own.",
    "Name a pool by its id, or the house: --pool house. Without --pool all are meant.",
  );
}

async function everyChain(world: World): Promise<readonly Chain[]> {
  const chains = new Set<Chain>([houseChain, ...(await world.store.read.audit.listWaitingChains())]);
  const listHeads = (page: PageRequest) => world.store.read.audit.listHeads(page);
  for await (const { chain } of everyRow(listHeads, (head) => head.chain)) chains.add(chain);
  return [...chains];
}
