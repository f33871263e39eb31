import { expect, test } from "vitest";
import { plainPool, plainTrail } from "../../test/support/plain.ts";
import { testWorld } from "../../test/support/world.ts";
import { newRecord } from "../core/audit/audited-store.ts";
import { AuditHeadAltered } from "../core/audit/seal.ts";
import { verifyChain } from "../core/audit/verify.ts";
import { createAuditSealing } from "./audit-sealing.ts";

const { poolId } = plainPool();

/** A storage that can be made to fail, with one record that waits. */
async function aHouse() {
  const world = await testWorld();
  const trouble: { error: Error | undefined } = { error: undefined };
  const errors: unknown[] = [];
  const log = { ...world.log, error: ({ err }: Readonly<Record<string, unknown>>) => void errors.push(err) };
  const store: typeof world.store = {
    ...world.store,
    write: (...write) =>
      trouble.error === undefined ? world.store.write(...write) : Promise.reject(trouble.error),
  };
  const seals = createAuditSealing({ ...world, store }, log);
  const record = newRecord(world, plainTrail, poolId, [{ what: "clients.update", on: "client 1" }]);
  await world.store.write(({ audit }) => audit.insert(record));
  const waiting = async () => (await verifyChain(world, poolId)).waiting;
  return { seals, trouble, errors, waiting };
}

test("AC-14: what a failing storage kept from being linked is linked once it works again", async () => {
  const { seals, trouble, errors, waiting } = await aHouse();
  const full = new Error("the disk is full");
  trouble.error = full;
  seals.wake(poolId);
  await seals.sealNow();
  expect(errors).toEqual([full]);
  expect(await waiting()).toBe(1);
  trouble.error = undefined;
  await seals.sealNow();
  expect(await waiting()).toBe(0);
  await seals.stop();
});

test("an end that somebody else wrote is told, and not again and again", async () => {
  const { seals, trouble, errors } = await aHouse();
  trouble.error = new AuditHeadAltered(poolId);
  seals.wake(poolId);
  await seals.sealNow();
  await seals.sealNow();
  expect(errors).toEqual([trouble.error]);
  await seals.stop();
});
