// Claims every prize of a round, many at a time and in everybody's order, and tells what came of each as soon as it is known.
import type { ClaimerMessage, RoundJob } from "./claimer.ts";
import { claim, prizesOfRound } from "./prizes.ts";
import { forAll, openOn } from "./store.ts";

const { store } = openOn(Number(process.argv[2]));
const tell = (message: ClaimerMessage) => void process.send?.(message);

process.on("message", async ({ round }: RoundJob) => {
  await forAll(prizesOfRound, async (prize) => tell(await outcomeOf(round, prize)));
  tell({ kind: "finished" });
});
// Whoever started it is gone, by whatever way.
process.on("disconnect", () => process.exit());
// The first statement of each connection takes longest: now, and not in a race.
await forAll(prizesOfRound / 2, () => store.write(async () => undefined));
tell({ kind: "ready" });

async function outcomeOf(round: number, prize: number): Promise<ClaimerMessage> {
  try {
    return { kind: "claimed", prize, isWon: await claim(store, round, prize) };
  } catch (error) {
    return { kind: "failed", prize, why: error instanceof Error ? error.message : String(error) };
  }
}
