/** haproxy in front of the nodes, as an operator would set it up: it asks each how it is, and sends people where it is well. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../packages/server/test/support/free-port.ts";

export interface Balancer {
  readonly url: string;
}

export async function startHaproxy(
  stack: AsyncDisposableStack,
  folder: string,
  ports: readonly number[],
): Promise<Balancer> {
  const port = await freePort();
  const file = join(folder, "haproxy.cfg");
  writeFileSync(file, configuration(port, ports));
  const haproxy = spawn("haproxy", ["-db", "-f", file], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(haproxy, "close");
  stack.defer(async () => {
    haproxy.kill("SIGKILL");
    await exited;
  });
  const url = `http://localhost:${port}`;
  await untilServing(haproxy, url);
  return { url };
}

export function whyNoHaproxy(): string | undefined {
  try {
    execFileSync("haproxy", ["-v"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "haproxy is not here: apt-get install haproxy";
  }
}

/** Only what never reached a node is sent to another one: a balancer that repeated requests would hide what this looks for. */
function configuration(port: number, ports: readonly number[]): string {
  return `global
  maxconn 1000
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  option redispatch 1
  retries 2
  retry-on conn-failure
frontend world
  bind 127.0.0.1:${port}
  default_backend nodes
backend nodes
  option httpchk GET /health/ready
  default-server check inter 300ms fall 2 rise 1
${ports.map((each) => `  server node-${each} 127.0.0.1:${each}`).join("\n")}
`;
}

async function untilServing(haproxy: ChildProcess, url: string): Promise<void> {
  let log = "";
  haproxy.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4000);
  });
  for (;;) {
    if (haproxy.exitCode !== null) throw new Error(`haproxy did not start:\n${log}`);
    const isServing = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isServing) return;
    await pause(50);
  }
}
