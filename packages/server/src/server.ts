/**
 * The doors of the composition root: `house.ts` builds the world of the adapters; `startServer` puts the doors in front of it, and in
 * development mode what helps a developer.
 */
import type { AddressInfo } from "node:net";
import { type AdjustableClock, createClock } from "./clock/clock.ts";
import { type Housekeeping, startHousekeeping } from "./clock/housekeeping.ts";
import type { Config } from "./config/config.ts";
import { type Credentials, ensureAdminKey } from "./core/access-keys/ensure-admin-key.ts";
import type { Quickstart } from "./dev/quickstart-file.ts";
import { buildHouse, type House, type Replacements } from "./house.ts";
import { answerReady } from "./http/health-routes.ts";
import { requestLog } from "./http/request-log.ts";
import type { RequestWatcher } from "./http/request-watcher.ts";
import { plainRoutes, routes } from "./http/routes.ts";
import { createHttpServer, type DoorServer, serveCertificate } from "./http/server.ts";
import type { MetricsListener } from "./metrics/listen.ts";
import { loadTls } from "./tls/load.ts";
import type { TlsPair } from "./tls/pair.ts";
import { type Renewal, watchRenewal } from "./tls/renewal.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface RunningServer extends House {
  /** Where it answers, for example `http://localhost:7665`. */
  readonly url: string;
  /** Where it listens, which a public URL need not say. */
  readonly port: number;
  /** Where its figures are, if anywhere. */
  readonly metricsUrl: string | undefined;
  /** The admin key made at this start, to be shown once. */
  readonly newAdminKey: Credentials | undefined;
  /** What development mode has prepared. */
  readonly quickstart: Quickstart | undefined;
  /** Still serves, but says at `/health/ready` that it is about to stop and keeps no connection open. */
  announceStop(): void;
}

export interface Program {
  readonly version: string;
  /** A worker counts, and the first process answers with the figures of all. */
  readonly isWorker: boolean;
}

const alone: Program = { version: "unknown", isWorker: false };

export async function startServer(
  config: Config,
  replacements: Replacements,
  { version, isWorker }: Program = alone,
): Promise<RunningServer> {
  let port = config.port;
  let isStopping = false;
  const devClock = config.isDev ? createClock(replacements.clock) : undefined;
  const watch = await createWatch(config, version);
  const opening = {
    ...replacements,
    watch,
    ...(devClock && { clock: devClock }),
    self: { kind: "house", id: "" } as const,
    isServer: true,
    boundPort: () => port,
  };
  const house = await buildHouse(config, opening);
  const { world } = house;
  let app: DoorServer | undefined;
  let figures: MetricsListener | undefined;
  try {
    const tls = await loadTls(config.tls, config.dataFolder);
    const development = devClock && (await prepareDevelopment(config, house, devClock));
    app = createHttpServer(world, {
      routes: [
        ...routes,
        { methods: ["GET"], path: "/health/ready", answer: answerReady(() => isStopping) },
        ...(development?.routes ?? plainRoutes),
      ],
      tls,
      isStopping: () => isStopping,
      // Tests that hold the clock sign by it themselves.
      date: devClock ?? (replacements.clock === undefined ? world.clock : undefined),
      trustedProxies: config.trustedProxies,
      limits: config.limits,
      watchers: watchersOf(watch, world),
      place: house.place,
    });
    await app.listen({ host: config.host, port: config.port });
    // A TCP server's address is an AddressInfo.
    port = (app.server.address() as AddressInfo).port;
    figures = isWorker ? undefined : await listenForFigures(config, watch);
    const newAdminKey = await ensureAdminKey(world, config.adminKey);
    const quickstart = await development?.ready();
    const renewal = startRenewal(config, app, tls, world);
    const { stopSeconds } = config;
    const close = closing(app, house, startHousekeeping(world), { figures, renewal, stopSeconds });
    startOutbox(config, house);
    const announceStop = () => {
      isStopping = true;
    };
    const { publicUrl: url } = world.settings;
    return { ...house, url, port, metricsUrl: figures?.url, newAdminKey, quickstart, announceStop, close };
  } catch (error) {
    await figures?.close();
    await app?.close();
    await house.close();
    throw error;
  }
}

function startOutbox({ mail, isDev }: Config, { world, outbox }: House): void {
  if (mail === undefined && !isDev) {
    world.log.warn(
      { setting: "POOLHOUSE_SMTP_URL" },
      "no mail server is set: e-mails wait for one, and are given up after a day",
    );
  }
  outbox.start();
}

/** Traces are outermost, so that the line in the log can name the trace. */
function watchersOf({ metrics, traces }: Watch, { log }: House["world"]): readonly RequestWatcher[] {
  return [traces?.watcher, metrics?.watcher, requestLog(log)].filter((each) => each !== undefined);
}

async function listenForFigures({ metrics: address }: Config, { metrics }: Watch) {
  if (address === undefined || metrics === undefined) return undefined;
  const { listenForMetrics } = await import("./metrics/listen.ts");
  return listenForMetrics(address, () => metrics.text());
}

/** Of a certificate that others make; one of development mode outlives any start. */
function startRenewal(
  { tls }: Config,
  app: DoorServer,
  pair: TlsPair | undefined,
  { log }: House["world"],
): Renewal | undefined {
  if (tls.kind !== "files" || pair === undefined) return undefined;
  return watchRenewal(tls, pair, {
    serve(renewed) {
      serveCertificate(app, renewed);
      log.info({ certificate: tls.certFile }, "the renewed TLS certificate is served from now on");
    },
    complain: (err) =>
      log.error({ err }, "the renewed TLS certificate cannot be used: the one before is served on"),
  });
}

/** Loaded in development mode only: production has neither the routes nor the code. */
async function prepareDevelopment(config: Config, { world, outbox }: House, clock: AdjustableClock) {
  const { createDevelopment } = await import("./dev/development.ts");
  const { dataFolder, adminKey } = config;
  return createDevelopment({ world, clock, wakeOutbox: () => outbox.wake(), dataFolder, adminKey });
}

/** For messages under way where requests took all the time there was. */
const leastPatienceMs = 1_000;

/** Requests begun before the end are finished, and messages under way sent, but both together in no more than `stopSeconds`. */
function closing(
  app: DoorServer,
  house: House,
  housekeeping: Housekeeping,
  {
    figures,
    renewal,
    stopSeconds,
  }: { figures: MetricsListener | undefined; renewal: Renewal | undefined; stopSeconds: number },
): () => Promise<void> {
  return async () => {
    renewal?.stop();
    const end = performance.now() + stopSeconds * 1000;
    await housekeeping.stop();
    const cut = setTimeout(() => app.server.closeAllConnections(), stopSeconds * 1000);
    await app.close();
    clearTimeout(cut);
    await figures?.close();
    await house.close(Math.max(leastPatienceMs, end - performance.now()));
  };
}
