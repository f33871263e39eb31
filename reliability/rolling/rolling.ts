/** Three nodes behind haproxy at a steady load, each stopped with SIGTERM and started again in its turn: there, and back again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../packages/server/test/support/free-port.ts";
import { setKillStage } from "../kill/stage.ts";
import { nodesOn } from "../nodes.ts";
import { startDatabase } from "../postgres/single.ts";
import { goesOn, milliseconds, type Outcome, type Run, type Scenario } from "../scenario.ts";
import { type ServerProcess, theProgram } from "../server-process.ts";
import { startHaproxy, whyNoHaproxy } from "./haproxy.ts";
import { startSteadyLoad } from "./steady-load.ts";

export const rolling: Scenario = {
  name: "rolling",
  summary:
    "three nodes behind haproxy replaced one by one at a steady load, and replaced again: no request fails",
  unit: "nodes replaced",
  long: { count: 30, minutes: 15 },
  short: { count: 1, minutes: 0.5 },
  obstacle: whyNoHaproxy,
  run: replaceAgainAndAgain,
};

/** Another version of the program, `…/packages/server/dist/cli/main.js`; the nodes go from it to this one and back. */
const other = process.env["RELIABILITY_OTHER_PROGRAM"];

async function replaceAgainAndAgain(run: Run): Promise<Outcome> {
  const { url: databaseUrl } = await startDatabase(run.stack);
  const ports = [await freePort(), await freePort(), await freePort()];
  const start = (port: number, program: string) => nodesOn(run, databaseUrl, { port, program })();
  const nodes: ServerProcess[] = [];
  for (const port of ports) nodes.push(await start(port, other ?? theProgram));
  const [first] = nodes;
  if (first === undefined) throw new Error("there is no node");
  const { url } = await startHaproxy(run.stack, run.folder, ports);
  const stage = await setKillStage(first);
  const load = await startSteadyLoad({ url, admin: first.admin }, stage);
  const broken: string[] = [];
  const stopsMs: number[] = [];
  for (; goesOn(run, stopsMs.length); run.say(`${stopsMs.length} nodes replaced`)) {
    const index = stopsMs.length % ports.length;
    const isBack = Math.floor(stopsMs.length / ports.length) % 2 === 1;
    const begun = performance.now();
    const code = await nodes[index]?.stop();
    if (code !== 0) broken.push(`a node ended with ${code}`);
    stopsMs.push(performance.now() - begun);
    nodes[index] = await start(ports[index] ?? 0, isBack ? (other ?? theProgram) : theProgram);
    // The balancer has to find out before the next one goes.
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await load.stop();
  return {
    done: stopsMs.length,
    broken: [...broken, ...load.failures],
    figures: [
      { name: "requests", value: `${load.sent().toLocaleString("en")}, ${load.failures.length} failed` },
      { name: "an answer", value: milliseconds(load.latenciesMs) },
      { name: "from SIGTERM to the end of a node", value: milliseconds(stopsMs) },
      { name: "versions", value: other === undefined ? "this one, and this one again" : versions(other) },
    ],
  };
}

function versions(program: string): string {
  const nameOf = (main: string) => {
    const manifest = readFileSync(join(main, "..", "..", "..", "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
  };
  return `${nameOf(program)} at ${program}, and ${nameOf(theProgram)}`;
}
