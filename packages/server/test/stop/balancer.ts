/** Clients behind a balancer: it asks each server ten times a second whether it is ready, and sends requests to those that are. */
import { Agent, request } from "node:http";
import { onTestFinished } from "vitest";
import type { TestClient } from "../support/pool.ts";

export interface Load {
  /** How many answers there were so far. */
  answered(): number;
  /** How many answers had which status, 0 for those that never came; and who gave them. */
  end(): Promise<{ readonly statuses: ReadonlyMap<number, number>; readonly servedBy: readonly string[] }>;
}

export interface Balancer {
  add(url: string): void;
  /** So many clients, each asking for one token after another. */
  load(clients: number): Load;
}

export function createBalancer(client: TestClient, urls: readonly string[]): Balancer {
  const ready = new Set(urls);
  const all = new Set(urls);
  const agent = new Agent({ keepAlive: true });
  const asking = setInterval(() => {
    for (const url of all) void watch(url);
  }, 100);
  onTestFinished(() => {
    clearInterval(asking);
    agent.destroy();
  });
  const watch = async (url: string): Promise<void> => {
    if ((await ask(`${url}/health/ready`, new Agent())) === 200) ready.add(url);
    else ready.delete(url);
  };
  const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`;
  return {
    add: (url) => void all.add(url),
    load(clients) {
      const statuses = new Map<number, number>();
      const servedBy = new Set<string>();
      let isOver = false;
      const work = async (index: number): Promise<void> => {
        for (let turn = index; !isOver; turn += 1) {
          const url = [...ready][turn % ready.size] ?? "";
          const status = await ask(`${url}/oauth2/token`, agent, authorization);
          statuses.set(status, 1 + (statuses.get(status) ?? 0));
          servedBy.add(url);
        }
      };
      const working = Promise.all(Array.from({ length: clients }, (_, index) => work(index)));
      return {
        answered: () => statuses.values().reduce((sum, each) => sum + each, 0),
        async end() {
          isOver = true;
          await working;
          return { statuses, servedBy: [...servedBy] };
        },
      };
    },
  };
}

const grant = "grant_type=client_credentials";

/** With an authorization it asks for a token. 0: the connection failed. */
function ask(url: string, agent: Agent, authorization?: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
    const post = authorization === undefined ? {} : { method: "POST", headers };
    const sent = request(url, { agent, ...post });
    sent.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", () => resolve(0));
    });
    sent.on("error", () => resolve(0));
    sent.end(authorization === undefined ? undefined : grant);
  });
}
