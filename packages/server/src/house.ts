/** The house without its doors: the world built from the configuration. A server puts doors in front; commands go in directly. */
import { availableParallelism } from "node:os";
import { createCarriers } from "./carriers.ts";
import { createAuditSealing } from "./clock/audit-sealing.ts";
import { createSteadyClock } from "./clock/steady-clock.ts";
import { type Config, publicUrlOf } from "./config/config.ts";
import { type Actor, houseChain } from "./core/audit/audit-record.ts";
import { auditedStore } from "./core/audit/audited-store.ts";
import { createSecretGuesses } from "./core/clients/secret-guesses.ts";
import type { Clock, InstanceSettings, Log, Passwords, World } from "./core/ports.ts";
import { createRates } from "./core/rates/rates.ts";
import { createRefusalLog } from "./core/rates/refusal-log.ts";
import { createTurns } from "./core/sign-in/turns.ts";
import { createCrypto } from "./crypto/create.ts";
import { loadMasterKeyRing, type MasterKeyRing } from "./crypto/master-key.ts";
import { sealedCheck, verifyMasterKey } from "./crypto/master-key-check.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";
import { watchMessages } from "./outbox/watch-store.ts";
import { createPasskeys } from "./passkeys/create.ts";
import { prepareDataFolder } from "./sql/data-folder.ts";
import { openStorage, type Storage } from "./sql/open-storage.ts";
import { createOneTimePasswords } from "./totp/one-time-passwords.ts";
import { createTriggers } from "./triggers/create.ts";
import { readTargets } from "./triggers/read-targets.ts";
import { nobodyWatches, observeStanding, type Watch, watched, watchedStore } from "./watch.ts";

export interface House {
  readonly world: World;
  readonly watch: Watch;
  /** A server starts it; a command's messages wait for one. */
  readonly outbox: Outbox;
  /** Whether the data is still where it was opened: a move may take it away from under a server. */
  readonly place: Storage["place"];
  /** Messages that are being sent get so much time to arrive; `Outbox.stop` has the default. */
  close(patienceMs?: number): Promise<void>;
}

/** What tests and development replace. */
export interface Replacements {
  readonly clock?: Clock;
  /** In milliseconds, and never set back: what rates are measured by. */
  readonly monotonic?: () => number;
  readonly log: Log;
  readonly watch?: Watch;
}

interface Opening extends Replacements {
  readonly self: Actor;
  /** A server needs the data folder for itself. */
  readonly isServer: boolean;
  /** Asked for late: with port 0 it is known only after listening. */
  readonly boundPort: () => number;
}

/** For commands: the data without a server, also beside a running one. */
export async function openHouse(config: Config, self: Actor, replacements: Replacements): Promise<House> {
  return buildHouse(config, { ...replacements, self, isServer: false, boundPort: () => config.port });
}

export async function buildHouse(config: Config, opening: Opening): Promise<House> {
  const { log, clock = steadyClock(log), self, isServer, boundPort, watch = nobodyWatches } = opening;
  const { monotonic = () => performance.now() } = opening;
  const { metrics, traces } = watch;
  // The modules of triggers are the server's to run: a command loads nobody's code.
  const targets = await readTargets(isServer ? config.triggersFile : undefined, config.region);
  const carriers = watched(await createCarriers(config), traces?.carriers);
  // Beside a shared database only development keeps something of its own there.
  if (config.database === undefined || config.isDev) prepareDataFolder(config.dataFolder);
  const ring = loadMasterKeyRing(config.dataFolder, config.masterKey);
  const storage = await openData(config, ring, opening);
  const { threadPoolSize, workers, customSenderKey: senderKey } = config;
  const cores = Math.max(1, Math.floor(availableParallelism() / workers));
  const crypto = createCrypto(ring, {
    cores,
    threadPoolSize,
    onHashed: metrics?.hashed,
    keptKeys: storage.keptKeys,
  });
  const wakeOutbox = () => outbox.wakeSoon();
  const written = watchMessages(watchedStore(watch, storage.store, config), () =>
    traces === undefined ? wakeOutbox() : traces.outside(wakeOutbox),
  );
  const seals = createAuditSealing({ ...crypto, clock, store: storage.store }, log);
  // From the first start on, also one that then finds its port taken: a house without this chain is one that somebody took it from.
  if (isServer) seals.wake(houseChain);
  const storeOf: World["storeOf"] = (trail) =>
    auditedStore(written, { ...crypto, clock }, trail, (record) => {
      seals.wake(record.chain);
      metrics?.recorded(record);
    });
  const onRefusal = createRefusalLog(log, monotonic);
  const world: World = {
    ...crypto,
    passwords: watched<Passwords>(crypto.passwords, traces?.passwords),
    clock,
    log,
    oneTimePasswords: createOneTimePasswords(crypto.random),
    passkeys: createPasskeys(crypto.random),
    triggers: watched(
      createTriggers({ ...crypto, store: storage.store, log, targets, senderKey }),
      traces?.triggers,
    ),
    store: storeOf({ actor: self, action: self.kind, requestId: undefined, source: undefined }),
    storeOf,
    self,
    turns: createTurns(),
    secretGuesses: createSecretGuesses(),
    rates: createRates({ allowances: config.quotas, workers, now: monotonic, onRefusal }),
    settings: settingsOf(config, boundPort, storage.restoredAt),
  };
  const outbox = createOutbox(world, carriers);
  observeStanding(watch, crypto, storage, world);
  return {
    world,
    watch,
    outbox,
    place: storage.place,
    async close(patienceMs) {
      await outbox.stop(patienceMs);
      await seals.stop();
      await traces?.stop();
      await storage.close();
    },
  };
}

function openData(config: Config, ring: MasterKeyRing, { isServer, log, watch }: Opening): Promise<Storage> {
  return openStorage({
    dataFolder: config.dataFolder,
    server: config.database,
    isServer,
    sealedCheck: () => sealedCheck(ring),
    verifyCheck: (stored) => verifyMasterKey(ring, stored),
    onCommit: watch?.metrics?.committed,
    onMoved: ({ to }) =>
      log.warn(
        { to },
        "the data has moved there; this server answers 503 from now on: stop it, and start one there",
      ),
  });
}

function steadyClock(log: Log): Clock {
  const onSetBack = (byMs: number) =>
    log.error(
      { seconds: Math.round(byMs / 1000) },
      "the machine's clock was set back: this process goes on as before, so that nothing lives longer; restart it when the clock is right",
    );
  return createSteadyClock({ onSetBack });
}

function settingsOf(config: Config, boundPort: () => number, restoredAt: number): InstanceSettings {
  const { region, accountId, isDev, guessesPerSource } = config;
  return {
    get publicUrl() {
      return publicUrlOf(config, boundPort());
    },
    region,
    accountId,
    isDev,
    guessesPerSource,
    restoredAt,
  };
}
