import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { hour, newEntry, type StoreUnderTest } from "./store-under-test.ts";

export function subjectTests(underTest: () => StoreUnderTest): void {
  test("all entries of a subject are removed, and nobody else's", async () => {
    const { store, now } = underTest();
    const subject = randomUUID();
    const [first, second, third, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
    for (const id of [first, second, third]) await store.insert(id, newEntry(underTest(), { subject }));
    await store.insert(other, newEntry(underTest(), { subject: `${subject}x` }));
    await store.replace(second, 1, "renewed", now() + 2 * hour);
    await store.remove(third);
    expect(await store.removeSubject(subject)).toBe(2);
    expect(await store.read(first)).toBeUndefined();
    expect(await store.read(second)).toBeUndefined();
    expect(await store.read(other)).toBeDefined();
    expect(await store.removeSubject(subject)).toBe(0);
  });

  test("an id that went to another subject is not removed with its former one", async () => {
    const { store } = underTest();
    const id = randomUUID();
    const [former, present] = [randomUUID(), randomUUID()] as const;
    await store.insert(id, newEntry(underTest(), { subject: former }));
    await store.take(id);
    await store.insert(id, newEntry(underTest(), { subject: present }));
    expect(await store.removeSubject(former)).toBe(0);
    expect(await store.removeSubject(present)).toBe(1);
  });
}
