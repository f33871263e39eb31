// The machine's own limits: one kind of arithmetic, made natively, and nothing else. C is that of RS256
// signatures with a 2048-bit key: a KeyObject, the asynchronous call, 16 in flight. Input: { work, seconds }.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import type { Ceiling, CeilingJob } from "./ceiling.ts";
import { nativePower } from "./native-power.ts";

interface Worker {
  readonly inFlight: number;
  once(): unknown;
}

const WARM_SECONDS = 0.3;
const WORKERS: Record<CeilingJob["work"], () => Worker> = { signature, power, hash };

// Our own caller writes this input; it is not checked again.
const { work, seconds } = JSON.parse(await text(process.stdin)) as CeilingJob;
const worker = WORKERS[work]();
await workFor(WARM_SECONDS);
const before = process.cpuUsage();
const done = await workFor(seconds);
const { user, system } = process.cpuUsage(before);
const cpuSeconds = (user + system) / 1_000_000;
console.log(JSON.stringify({ done, cpuSeconds } satisfies Ceiling));

async function workFor(duration: number): Promise<number> {
  const end = performance.now() + duration * 1000;
  let count = 0;
  await Promise.all(Array.from({ length: worker.inFlight }, workInTurn));
  return count;

  async function workInTurn(): Promise<void> {
    while (performance.now() < end) {
      await worker.once();
      count += 1;
    }
  }
}

function signature(): Worker {
  // As long as a small access token's header and payload.
  const payload = randomBytes(700);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    inFlight: 16,
    once: () =>
      new Promise((resolve, reject) => {
        sign("sha256", payload, privateKey, (error, made) => (error ? reject(error) : resolve(made)));
      }),
  };
}

/** Synchronous, as there is no other way; the base and the exponent are as long as in a sign-in. */
function power(): Worker {
  const base = BigInt(`0x${randomBytes(383).toString("hex")}`);
  return { inFlight: 1, once: () => nativePower(base, BigInt(`0x${randomBytes(32).toString("hex")}`)) };
}

/** By the add-on that the server has, at the server's cost; one at a time, as on one CPU there. */
function hash(): Worker {
  const ofServer = createRequire(new URL("../packages/server/package.json", import.meta.url));
  // The part of its types that is used.
  const { hashRaw } = ofServer("@node-rs/argon2") as {
    hashRaw(password: string, cost: object): Promise<Buffer>;
  };
  const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  return { inFlight: 1, once: () => hashRaw("Bench-Passw0rd-of-nobody!", cost) };
}
