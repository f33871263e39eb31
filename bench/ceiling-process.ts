// C, the machine's own limit: RS256 signatures with a 2048-bit key per CPU-second, made the fastest way Node has
// (a KeyObject, the asynchronous call, 16 in flight) and nothing else. Input: { seconds }.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Ceiling, CeilingJob } from "./ceiling.ts";

const IN_FLIGHT = 16;
const WARM_SECONDS = 0.3;
// As long as a small access token's header and payload.
const PAYLOAD = randomBytes(700);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

// Our own caller writes this input; it is not checked again.
const { seconds } = JSON.parse(await text(process.stdin)) as CeilingJob;
await signFor(WARM_SECONDS);
const before = process.cpuUsage();
const signatures = await signFor(seconds);
const { user, system } = process.cpuUsage(before);
const cpuSeconds = (user + system) / 1_000_000;
console.log(JSON.stringify({ signatures, cpuSeconds } satisfies Ceiling));

async function signFor(duration: number): Promise<number> {
  const end = performance.now() + duration * 1000;
  let made = 0;
  await Promise.all(Array.from({ length: IN_FLIGHT }, signInTurn));
  return made;

  async function signInTurn(): Promise<void> {
    while (performance.now() < end) {
      await signOnce();
      made += 1;
    }
  }
}

function signOnce(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign("sha256", PAYLOAD, privateKey, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}
