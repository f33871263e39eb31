/**
 * Tells one process that another has changed what is cached. Every write that does so also writes a new version, in the same
 * transaction; whoever reads from a cache has seen the version within the last second, or looks first. Nothing runs while nobody asks,
 * and a process that cannot reach the database any more serves nothing old: it fails.
 */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export interface ConfigurationVersion {
  /** Undefined when what is cached may be served; otherwise resolves once it may, after `onChange` if there was one. */
  check(): Promise<void> | undefined;
}

const name = "configuration-version";
/** What is served is never older than this. The rest of the second is for the answer's way. */
const longestMs = 800;
/** From this age on it is looked at again, while what is cached is still served. */
const renewMs = 200;

export function watchConfigurationVersion(
  db: Kysely<Schema>,
  onChange: () => void,
  monotonicNow: () => number = () => performance.now(),
): ConfigurationVersion {
  let seen: string | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    // Before the question: the answer may have been true only then.
    const askedAt = monotonicNow();
    const [row] = await selectVersion(db, name);
    if (row?.value !== seen) onChange();
    seen = row?.value;
    seenAt = askedAt;
  }

  /** One for all who ask meanwhile. */
  function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  /** A look that hangs was perhaps begun too long ago; the one after it was not. */
  async function lookUntilFresh(): Promise<void> {
    const oldest = monotonicNow() - longestMs;
    do await lookOnce();
    while (seenAt < oldest);
  }

  return {
    check() {
      const age = monotonicNow() - seenAt;
      if (age < renewMs) return undefined;
      if (age >= longestMs) return lookUntilFresh();
      // Who needs it will ask again, and then hear of the failure.
      lookOnce().catch(() => undefined);
      return undefined;
    },
  };
}

/** Random, so that two writes never bring the same. */
export async function changeConfigurationVersion(transaction: Kysely<Schema>): Promise<void> {
  const value = randomUUID();
  await transaction
    .insertInto("instance")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

const selectVersion = prepared((db, key: string) =>
  db.selectFrom("instance").select("value").where("name", "=", key),
);
