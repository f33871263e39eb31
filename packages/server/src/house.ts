/** The house without its doors: the world built from the configuration. A server puts doors in front; commands go in directly. */
import { createCarriers } from "./carriers.ts";
import { createSteadyClock } from "./clock/steady-clock.ts";
import { type Config, publicUrlOf } from "./config/config.ts";
import { createSecretGuesses } from "./core/clients/secret-guesses.ts";
import type { Clock, Log, World } from "./core/ports.ts";
import { createTurns } from "./core/sign-in/turns.ts";
import { createCrypto } from "./crypto/create.ts";
import { loadMasterKeyRing } from "./crypto/master-key.ts";
import { sealedCheck, verifyMasterKey } from "./crypto/master-key-check.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";
import { watchMessages } from "./outbox/watch-store.ts";
import { createPasskeys } from "./passkeys/create.ts";
import { openStorage, prepareDataFolder } from "./sql/open-storage.ts";
import { createOneTimePasswords } from "./totp/one-time-passwords.ts";
import { createTriggers } from "./triggers/create.ts";
import { readTargets } from "./triggers/read-targets.ts";

export interface House {
  readonly world: World;
  /** A server starts it; a command's messages wait for one. */
  readonly outbox: Outbox;
  close(): Promise<void>;
}

/** What tests and development replace. */
export interface Replacements {
  readonly clock?: Clock;
  readonly log: Log;
}

interface Opening extends Replacements {
  /** A server needs the data folder for itself. */
  readonly isServer: boolean;
  /** Asked for late: with port 0 it is known only after listening. */
  readonly boundPort: () => number;
}

/** For commands: the data without a server, also beside a running one. */
export async function openHouse(config: Config, replacements: Replacements): Promise<House> {
  return buildHouse(config, { ...replacements, isServer: false, boundPort: () => config.port });
}

export async function buildHouse(config: Config, opening: Opening): Promise<House> {
  const { log, clock = steadyClock(log), isServer, boundPort } = opening;
  // The modules of triggers are the server's to run: a command loads nobody's code.
  const targets = await readTargets(isServer ? config.triggersFile : undefined, config.region);
  const carriers = await createCarriers(config);
  // Beside a shared database only development keeps something of its own there.
  if (config.database === undefined || config.isDev) prepareDataFolder(config.dataFolder);
  const ring = loadMasterKeyRing(config.dataFolder, config.masterKey);
  const storage = await openStorage({
    dataFolder: config.dataFolder,
    server: config.database,
    isServer,
    sealedCheck: () => sealedCheck(ring),
    verifyCheck: (stored) => verifyMasterKey(ring, stored),
  });
  const crypto = createCrypto(ring, { threadPoolSize: config.threadPoolSize });
  const world: World = {
    ...crypto,
    clock,
    log,
    oneTimePasswords: createOneTimePasswords(crypto.random),
    passkeys: createPasskeys(crypto.random),
    triggers: createTriggers({
      store: storage.store,
      sealing: crypto.sealing,
      random: crypto.random,
      log,
      targets,
      senderKey: config.customSenderKey,
    }),
    store: watchMessages(storage.store, () => outbox.wakeSoon()),
    turns: createTurns(),
    secretGuesses: createSecretGuesses(),
    settings: {
      get publicUrl() {
        return publicUrlOf(config, boundPort());
      },
      region: config.region,
      accountId: config.accountId,
      isDev: config.isDev,
      guessesPerSource: config.guessesPerSource,
    },
  };
  const outbox = createOutbox(world, carriers);
  return {
    world,
    outbox,
    async close() {
      await outbox.stop();
      await storage.close();
    },
  };
}

function steadyClock(log: Log): Clock {
  const onSetBack = (byMs: number) =>
    log.error(
      { seconds: Math.round(byMs / 1000) },
      "the machine's clock was set back: this process goes on as before, so that nothing lives longer; restart it when the clock is right",
    );
  return createSteadyClock({ onSetBack });
}
