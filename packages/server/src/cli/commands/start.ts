/** `poolhouse start`: runs the server until it is asked to stop, then lets everybody finish. */
import { setTimeout as wait } from "node:timers/promises";
import { type Config, parseConfig } from "../../config/config.ts";
import { optionsHelp } from "../../config/help.ts";
import { createLog } from "../../log/pino.ts";
import { type RunningServer, startServer } from "../../server.ts";
import type { Command } from "../command.ts";
import { startJson, startScreen } from "../start-screen.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";

/** How long readiness says 503 while requests are still served: a balancer looks every second or two. */
const drainMs = 3000;

export const start: Command = {
  help: () => `poolhouse start [flags]\n\nRuns the server until Ctrl-C or SIGTERM.\n\n${optionsHelp()}
  --json                  Print what was started as one line of JSON`,
  async run(args, terminal) {
    const config = parseConfig(
      args.filter((arg) => arg !== "--json"),
      terminal.environment,
    );
    for (const warning of config.warnings) terminal.complain(warning);
    const server = await startServer(config, { log: createLog(config.isDev ? "warn" : "info") });
    const asked = untilAsked();
    announce(config, server, terminal, args.includes("--json"));
    await stop(config, server, await asked);
    return 0;
  },
};

function announce(config: Config, server: RunningServer, { print, style }: Terminal, asJson: boolean): void {
  print(
    asJson
      ? JSON.stringify(startJson(version(), config, server))
      : startScreen(version(), config, server, style),
  );
}

type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";
const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The first signal asks; the second does not wait for an answer. */
function untilAsked(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let isAsked = false;
    const ask = (signal: StopSignal): void => {
      if (isAsked) process.exit(exitCodes[signal]);
      isAsked = true;
      resolve(signal);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  });
}

/** HT-06. A person at the keyboard has no balancer in front, and should not wait for one. */
async function stop(config: Config, server: RunningServer, signal: StopSignal): Promise<void> {
  server.announceStop();
  if (signal === "SIGTERM" && !config.isDev) await wait(drainMs);
  await server.close();
}
