/** `poolhouse start`: runs the server until it is asked to stop, then lets everybody finish. */
import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import { atMost } from "../../clock/at-most.ts";
import { type Config, parseConfig } from "../../config/config.ts";
import { optionsHelp } from "../../config/help.ts";
import { createLog } from "../../log/pino.ts";
import type { MetricsListener } from "../../metrics/listen.ts";
import { type RunningServer, startServer } from "../../server.ts";
import { blameRuns } from "../../triggers/stray-failures.ts";
import type { Command } from "../command.ts";
import { compileSooner } from "../compiler.ts";
import { requireKeyToData } from "../open-data.ts";
import { type Started, startJson, startScreen } from "../start-screen.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { asWorker, type StopSignal, startWorkers, stopSignals, type Workers } from "../workers.ts";

export const start: Command = {
  help: () => `poolhouse start [flags]

Runs the server until Ctrl-C or SIGTERM. The exit code is 0 after a stop that
was asked for, 1 where it could not start, and 2 where the command line is
wrong.

${optionsHelp()}
  --json                  Print what was started as one line of JSON`,
  async run(args, terminal) {
    const config = parseConfig(
      args.filter((arg) => arg !== "--json"),
      terminal.environment,
    );
    if (cluster.isWorker) return runWorker(config);
    requireKeyToData(config);
    for (const warning of config.warnings) terminal.complain(warning);
    const asJson = args.includes("--json");
    return config.workers > 1 ? runWorkers(config, terminal, asJson) : runAlone(config, terminal, asJson);
  },
};

async function runAlone(config: Config, terminal: Terminal, asJson: boolean): Promise<number> {
  const server = await serve(config, false);
  const asked = untilAsked(() => undefined);
  announce(config, server, terminal, asJson);
  await stop(config, server, await asked);
  return process.exit(0);
}

async function runWorkers(config: Config, terminal: Terminal, asJson: boolean): Promise<number> {
  const workers = await startWorkers(config.workers, (pid) =>
    terminal.complain(`The worker ${pid} ended by itself; another one takes its place.`),
  );
  // The worker has said why.
  if (workers === undefined) return 1;
  const asked = untilAsked(() => workers.kill());
  const figures = await listenForFigures(config, workers).catch(async (error: unknown) => {
    await workers.stop("SIGINT");
    throw error;
  });
  const started = { ...workers.started, metricsUrl: figures?.url, quickstart: undefined };
  announce(config, started, terminal, asJson);
  await workers.stop(await asked);
  await figures?.close();
  return 0;
}

async function runWorker(config: Config): Promise<number> {
  await asWorker(async (tell, asked) => {
    const server = await serve(config, true);
    await answerFirstProcess(server);
    tell({ url: server.url, port: server.port, newAdminKey: server.newAdminKey });
    await stop(config, server, await asked);
  });
  return process.exit(0);
}

async function serve(config: Config, isWorker: boolean): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  if (config.triggersFile !== undefined) blameRuns(log);
  const server = await startServer(config, { log }, { version: version(), isWorker });
  compileSooner();
  return server;
}

/** With the figures of this worker, whenever it asks. */
async function answerFirstProcess({ watch: { metrics } }: RunningServer): Promise<void> {
  if (metrics === undefined) return;
  const { answerForMetrics } = await import("../../metrics/workers.ts");
  answerForMetrics(metrics);
}

/** Of all workers together. */
async function listenForFigures({ metrics }: Config, workers: Workers): Promise<MetricsListener | undefined> {
  if (metrics === undefined) return undefined;
  const { listenForMetrics } = await import("../../metrics/listen.ts");
  const { createWorkersFigures } = await import("../../metrics/workers.ts");
  const figures = createWorkersFigures();
  return listenForMetrics(metrics, () => figures.text(workers.all()));
}

function announce(config: Config, started: Started, { print, style }: Terminal, asJson: boolean): void {
  print(
    asJson
      ? JSON.stringify(startJson(version(), config, started))
      : startScreen(version(), config, started, style),
  );
}

const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** For closing what is open after the stop timeout. Whoever kills the process is five seconds more patient, at least (docs/deploy.md). */
const closingMs = 4_000;

/** The first signal asks; the second does not wait for an answer. */
function untilAsked(beforeExit: () => void): Promise<StopSignal> {
  return new Promise((resolve) => {
    let isAsked = false;
    const ask = (signal: StopSignal): void => {
      if (isAsked) {
        beforeExit();
        process.exit(exitCodes[signal]);
      }
      isAsked = true;
      resolve(signal);
    };
    for (const signal of stopSignals) process.on(signal, ask);
  });
}

/**
 * HT-06. A person at the keyboard has no balancer in front, and should not wait for one. Whoever calls this ends the process afterwards: a
 * connection to a mail server or a collector that does not answer would keep it alive for as long as those have time.
 */
async function stop(config: Config, server: RunningServer, signal: StopSignal): Promise<void> {
  server.announceStop();
  if (signal === "SIGTERM" && !config.isDev) await wait(config.drainSeconds * 1000);
  const closed = server.close().then(() => true);
  const isClosed = await atMost(config.stopSeconds * 1000 + closingMs, closed, false);
  if (isClosed) return;
  const said =
    "the database does not answer: the process ends without closing it, and nothing that was confirmed is lost";
  server.world.log.warn({}, said);
}
