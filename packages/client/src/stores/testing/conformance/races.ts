import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { fifty, hour, type StoreUnderTest } from "./store-under-test.ts";

export function raceTests(underTest: () => StoreUnderTest): void {
  test("of 50 who insert one id, one does", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    const inserted = await fifty((index) => store.insert(id, { value: `${index}`, expiresAt: now() + hour }));
    expect(inserted.filter(Boolean)).toHaveLength(1);
    expect((await store.read(id))?.value).toBe(`${inserted.indexOf(true)}`);
  });

  test("of 50 who replace one version, one does", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "first", expiresAt: now() + hour });
    const replaced = await fifty((index) => store.replace(id, 1, `${index}`, now() + hour));
    expect(replaced.filter(Boolean)).toHaveLength(1);
    expect(await store.read(id)).toMatchObject({ value: `${replaced.indexOf(true)}`, version: 2 });
  });

  test("no update is lost when 50 count upwards at once", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "0", expiresAt: now() + hour });
    await fifty(async () => {
      for (;;) {
        const entry = await store.read(id);
        if (entry === undefined) throw new Error("the entry is gone");
        if (await store.replace(id, entry.version, `${Number(entry.value) + 1}`, now() + hour)) return;
      }
    });
    expect(await store.read(id)).toMatchObject({ value: "50", version: 51 });
  });

  test("of 50 who take one entry, one gets it", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "once", expiresAt: now() + hour });
    const taken = await fifty(() => store.take(id));
    expect(taken.filter((entry) => entry !== undefined)).toEqual([
      expect.objectContaining({ value: "once", version: 1 }),
    ]);
    expect(await store.read(id)).toBeUndefined();
  });

  test("of 50 who remove one entry, one did", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "once", expiresAt: now() + hour });
    const removed = await fifty((index) => (index % 2 === 0 ? store.remove(id) : store.remove(id, 1)));
    expect(removed.filter(Boolean)).toHaveLength(1);
  });
}
