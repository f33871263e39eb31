import { Registry } from "prom-client";
import { afterEach, expect, test, vi } from "vitest";
import { createStandingFigures, type Standing } from "./figures.ts";

afterEach(() => void vi.useRealTimers());

function figuresOf(outbox: Standing["outbox"]): Registry {
  const registry = new Registry();
  const database = { writesWaiting: 7, connections: [] };
  createStandingFigures(registry, {
    hashes: () => ({ running: 1, waiting: 2 }),
    database: () => database,
    outbox,
  });
  return registry;
}

const oneWaits = [{ medium: "EMAIL", waiting: 3, oldestSeconds: 4 }];

test("a database that does not answer takes its own figures away, and no others", async () => {
  let isAway = false;
  const registry = figuresOf(async () => {
    if (isAway) throw new Error("away");
    return oneWaits;
  });
  expect(await registry.metrics()).toContain('poolhouse_outbox_messages_waiting{medium="EMAIL"} 3');
  isAway = true;
  const text = await registry.metrics();
  expect(text).toContain("poolhouse_database_writes_waiting 7");
  expect(text).not.toContain('medium="EMAIL"');
});

test("a database that hangs is waited for a second and asked once, and is heard again when it answers", async () => {
  vi.useFakeTimers();
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<typeof oneWaits>();
  const registry = figuresOf(() => {
    asked += 1;
    return promise;
  });
  for (let scrape = 0; scrape < 3; scrape += 1) {
    const text = registry.metrics();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await text).toContain("poolhouse_password_hashes_waiting 2");
    expect(await text).not.toContain('medium="EMAIL"');
  }
  expect(asked).toBe(1);
  resolve(oneWaits);
  await promise;
  expect(await registry.metrics()).toContain('poolhouse_outbox_oldest_message_age_seconds{medium="EMAIL"} 4');
});
