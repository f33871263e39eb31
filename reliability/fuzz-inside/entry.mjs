// What jazzer.js is pointed at, once for each target. It writes down the target's seeds, which jazzer.js then reads.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { targets } from "./targets.ts";

const { FUZZ_TARGET = "", FUZZ_SEEDS = "" } = process.env;
const target = targets[FUZZ_TARGET];
if (target === undefined) throw new Error(`no target is named ${FUZZ_TARGET}`);
for (const [index, seed] of target.seeds.entries()) writeFileSync(join(FUZZ_SEEDS, `seed-${index}`), seed);

export const fuzz = target.run;
