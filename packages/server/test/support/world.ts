/** The world as `server.ts` builds it, without a server: for rules whose effects no answer shows, such as messages. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSecretGuesses } from "../../src/core/clients/secret-guesses.ts";
import { openContent } from "../../src/core/messages/message-content.ts";
import type { World } from "../../src/core/ports.ts";
import { createRates } from "../../src/core/rates/rates.ts";
import { createTurns } from "../../src/core/sign-in/turns.ts";
import { createCrypto } from "../../src/crypto/create.ts";
import { parseMasterKeyRing } from "../../src/crypto/master-key.ts";
import { createPasskeys } from "../../src/passkeys/create.ts";
import { migrate } from "../../src/sql/migrate.ts";
import { openSqlite } from "../../src/sql/sqlite.ts";
import { createStore } from "../../src/sql/store.ts";
import { createOneTimePasswords } from "../../src/totp/one-time-passwords.ts";
import { createTriggers } from "../../src/triggers/create.ts";
import { createHandClock, type HandClock } from "./clock.ts";

/** Empty, and gone when the test is over. */
export async function testWorld(): Promise<World & { readonly clock: HandClock }> {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-world-"));
  const database = openSqlite(join(folder, "poolhouse.sqlite"));
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });
  await migrate(database);
  const ignore = (): void => undefined;
  const crypto = createCrypto(parseMasterKeyRing("ab".repeat(32), "test"));
  const store = createStore(database);
  const log = { info: ignore, warn: ignore, error: ignore };
  return {
    ...crypto,
    clock: createHandClock(),
    oneTimePasswords: createOneTimePasswords(crypto.random),
    passkeys: createPasskeys(crypto.random),
    triggers: createTriggers({ ...crypto, store, log, targets: new Map(), senderKey: undefined }),
    store,
    storeOf: () => store,
    self: { kind: "house", id: "" },
    log,
    turns: createTurns(),
    secretGuesses: createSecretGuesses(),
    rates: createRates({ allowances: new Map(), workers: 1, now: () => 0, onRefusal: ignore }),
    settings: {
      publicUrl: "http://localhost:7665",
      region: "us-east-1",
      accountId: "000000000000",
      isDev: false,
      guessesPerSource: 1000,
      restoredAt: 0,
    },
  };
}

/** Everything written to people so far, newest first, opened. */
export async function writtenMessages(world: World) {
  const messages = await world.store.read.messages.listNewest(100);
  return messages.map(({ sealedBody, ...message }) => ({
    medium: message.medium,
    to: message.to,
    subject: message.subject,
    body: openContent(world, sealedBody)?.text,
  }));
}
