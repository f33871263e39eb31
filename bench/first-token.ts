// Asks until the first token comes: how long a start takes, and whether the work is what it should be.
import { request } from "node:http";
import { request as requestSecurely } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { flawOf } from "./answers.ts";
import type { ServerProcess } from "./processes.ts";
import { answerVerifier } from "./srp-sign-in.ts";
import type { BenchRequest, Workload } from "./workloads.ts";

const ASK_EVERY_MS = 2;
const GIVE_UP_MS = 15_000;

/** Waits for the first success and tells how many milliseconds after the spawn it came. */
export async function timeFirstToken(
  server: ServerProcess,
  url: string,
  workload: Workload,
): Promise<number> {
  for (;;) {
    const flaw = await flawOfFirstAnswer(url, workload);
    const elapsed = performance.now() - server.spawnedAt;
    if (flaw === null) return elapsed;
    if (server.hasExited()) throw new Error(`the server ended with ${await server.exited}`);
    if (elapsed > GIVE_UP_MS) throw new Error(`no token within ${GIVE_UP_MS / 1000} s: ${flaw}`);
    await wait(ASK_EVERY_MS);
  }
}

/** Why one request of this workload does not succeed, or null if it does. */
export async function flawOfFirstAnswer(url: string, workload: Workload): Promise<string | null> {
  const [first] = workload.requests;
  if (first === undefined) return "there is no request to send";
  try {
    const { status, body } = await sendAll(url, first, workload);
    return flawOf(status, body, workload.signedTokens);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One sign-in by SRP takes two requests, everything else one. */
async function sendAll(url: string, first: BenchRequest, { srp }: Workload) {
  const answer = await send(url, first);
  return srp === undefined || answer.status !== 200 ? answer : send(url, answerVerifier(srp, answer.body));
}

export function send(
  url: string,
  { path, body, ...options }: BenchRequest,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const target = new URL(path, url);
    const ask = target.protocol === "https:" ? requestSecurely : request;
    // Its certificate is its own work, and the address is this machine.
    const sent = ask(
      target,
      { ...options, agent: false, timeout: GIVE_UP_MS, rejectUnauthorized: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.end(body);
  });
}
