import fc from "fast-check";
import { expect, test } from "vitest";
import { Overloaded } from "../core/failures.ts";
import type { Argon2Engine } from "./argon2.ts";
import { loadArgon2, nodeArgon2 } from "./argon2.ts";
import { createPasswords, hashesInFlight } from "./passwords.ts";

const passwords = createPasswords();
const withNode = createPasswords({ loadEngine: async () => nodeArgon2 });

test("AC-01: a hash is Argon2id with 19 MiB, two passes and its own salt", async () => {
  const hash = await passwords.hash("correct horse");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await passwords.hash("correct horse")).not.toBe(hash);
});

test("the right password verifies and another does not", async () => {
  const hash = await passwords.hash("correct horse");
  expect(await passwords.verify(hash, "correct horse")).toBe(true);
  expect(await passwords.verify(hash, "correct horse ")).toBe(false);
  expect(await passwords.verify(hash, "")).toBe(false);
});

test("both engines read each other's hashes and a string made elsewhere", async () => {
  expect(await withNode.verify(await passwords.hash("pass"), "pass")).toBe(true);
  expect(await passwords.verify(await withNode.hash("pass"), "pass")).toBe(true);
  const { hash } = await import("@node-rs/argon2");
  const elsewhere = await hash("pass", { memoryCost: 4096, timeCost: 3, parallelism: 2 });
  expect(await passwords.verify(elsewhere, "pass")).toBe(true);
  expect(await withNode.verify(elsewhere, "pass")).toBe(true);
  expect(await withNode.verify(elsewhere, "Pass")).toBe(false);
});

test("an independent implementation reads our hashes", async () => {
  const { verify } = await import("@node-rs/argon2");
  expect(await verify(await withNode.hash("pass"), "pass")).toBe(true);
});

test("AC-13: two ways of composing the same letter are the same password", async () => {
  expect(await passwords.verify(await passwords.hash("caf\u00e9"), "cafe\u0301")).toBe(true);
});

test("AC-13: nothing is cut off: passwords that differ after byte 72, 256 or a zero differ", async () => {
  for (const start of ["a".repeat(72), "\u{1f3e0}".repeat(256), "a\0"]) {
    const hash = await passwords.hash(`${start}1`);
    expect(await passwords.verify(hash, `${start}1`)).toBe(true);
    expect(await passwords.verify(hash, `${start}2`)).toBe(false);
  }
});

test("HP-06: for a name nobody has, the same work is done and the answer is no", async () => {
  const costs: unknown[] = [];
  const engine: Argon2Engine = (_, { memoryKib, passes, parallelism }, salt, length) => {
    costs.push({ memoryKib, passes, parallelism, salt: salt.length, length });
    return Promise.resolve(Buffer.alloc(length));
  };
  const observed = createPasswords({ loadEngine: async () => engine });
  const hash = await observed.hash("pass");
  expect(await observed.verify(hash, "pass")).toBe(true);
  expect(await observed.verify(undefined, "pass")).toBe(false);
  expect(costs[1]).toEqual(costs[0]);
  expect(costs[2]).toEqual(costs[0]);
});

test("a malformed or ruinously expensive hash verifies nothing and throws nothing", async () => {
  const good = await passwords.hash("pass");
  const hashes = [
    "",
    "plain",
    good.replace("argon2id", "argon2i"),
    good.replace("v=19", "v=16"),
    good.replace("m=19456", "m=999999"),
    good.replace("m=19456", "m=0"),
    good.replace("m=19456", "m=4"),
    good.replace("t=2", "t=99"),
    good.replace("p=1", "p=0"),
    good.slice(0, -24),
    `${good}$`,
    "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
  ];
  for (const hash of hashes) expect(await passwords.verify(hash, "pass")).toBe(false);
});

test("a cost that a server cannot bear is never computed", async () => {
  const costs: string[] = [];
  const observed = createPasswords({
    loadEngine:
      async () =>
      async (_password, { memoryKib, passes, parallelism }, _salt, length) => {
        costs.push(`m=${memoryKib},t=${passes},p=${parallelism}`);
        return Buffer.alloc(length);
      },
  });
  const usual = "m=19456,t=2,p=1";
  const good = await passwords.hash("pass");
  const dearest = "m=262144,t=16,p=16";
  for (const cost of [
    dearest,
    "m=262145,t=16,p=16",
    "m=262144,t=17,p=16",
    "m=262144,t=16,p=17",
    "m=127,t=2,p=16",
  ])
    await observed.verify(good.replace(usual, cost), "pass");
  expect(costs).toEqual([dearest, usual, usual, usual, usual]);
});

test("any text as a hash is answered with false", async () => {
  const cheap = createPasswords({
    loadEngine: async () => async (_password, _cost, _salt, length) => Buffer.alloc(length),
  });
  await fc.assert(fc.asyncProperty(fc.string(), async (hash) => !(await cheap.verify(hash, "pass"))));
});

test("AC-01: at most one thread fewer than the pool has is ever hashing, and nobody is lost", async () => {
  const gate = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const engine: Argon2Engine = async (_password, _cost, _salt, length) => {
    running += 1;
    most = Math.max(most, running);
    await gate.promise;
    running -= 1;
    return Buffer.alloc(length);
  };
  const limit = hashesInFlight(3);
  const slow = createPasswords({ threadPoolSize: 3, loadEngine: async () => engine });
  const all = Array.from({ length: 20 }, () => slow.hash("pass"));
  gate.resolve();
  expect(await Promise.all(all)).toHaveLength(20);
  expect(most).toBe(limit);
});

test("AC-01: a full queue refuses with Overloaded and takes new work once it has drained", async () => {
  const gate = Promise.withResolvers<void>();
  const engine: Argon2Engine = async (_password, _cost, _salt, length) => {
    await gate.promise;
    return Buffer.alloc(length);
  };
  const small = createPasswords({ threadPoolSize: 2, maxWaiting: 2, loadEngine: async () => engine });
  const accepted = [small.hash("a"), small.hash("b"), small.hash("c")];
  await expect(small.verify(undefined, "d")).rejects.toThrow(Overloaded);
  gate.resolve();
  await Promise.all(accepted);
  expect(await small.verify(undefined, "d")).toBe(false);
});

test("AC-01: addresses take turns, and who fills the queue makes room for others", async () => {
  const turns = Promise.withResolvers<void>();
  const order: string[] = [];
  const engine: Argon2Engine = async (password, _cost, _salt, length) => {
    await turns.promise;
    order.push(password.toString());
    return Buffer.alloc(length);
  };
  const small = createPasswords({ threadPoolSize: 2, maxWaiting: 4, loadEngine: async () => engine });
  const ask = (source: string, name: string) =>
    small
      .of(source)
      .hash(name)
      .then(
        () => "done",
        () => "refused",
      );
  const flood = ["a1", "a2", "a3", "a4", "a5", "a6"].map((name) => ask("192.0.2.1", name));
  // One network of IPv6 is one address.
  const others = [ask("2001:db8::1", "b1"), ask("2001:db8::2", "b2"), ask("198.51.100.1", "c1")];
  turns.resolve();
  expect(await Promise.all(others)).toEqual(["done", "done", "done"]);
  expect(await Promise.all(flood)).toEqual(["done", "done", "refused", "refused", "refused", "refused"]);
  expect(order).toEqual(["a1", "a2", "b1", "c1", "b2"]);
  expect(small.load()).toEqual({ running: 0, waiting: 0 });
});

test("AC-01: a hash that fails gives its place back", async () => {
  let attempts = 0;
  const engine: Argon2Engine = (_password, _cost, _salt, length) => {
    attempts += 1;
    if (attempts === 1) return Promise.reject(new Error("out of memory"));
    return Promise.resolve(Buffer.alloc(length));
  };
  const flaky = createPasswords({ threadPoolSize: 2, loadEngine: async () => engine });
  await expect(flaky.hash("a")).rejects.toThrow("out of memory");
  expect(await flaky.hash("b")).toMatch(/^\$argon2id/);
});

test.each([
  [4, 1, 1],
  [4, 2, 2],
  [4, 16, 3],
  [32, 16, 16],
  [1, 8, 1],
])("AC-01: a pool of %i threads on %i cores hashes %i at once", (threadPoolSize, cores, inFlight) => {
  expect(hashesInFlight(threadPoolSize, cores)).toBe(inFlight);
});

test("the native engine is the one that loads on this platform", async () => {
  expect(await loadArgon2()).not.toBe(nodeArgon2);
});
