import { once } from "node:events";
import { Agent, type ClientRequest, request } from "node:http";
import { createServer, type Server } from "node:net";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";
import { listenLocally } from "./support/listening.ts";

beforeAll(buildCli);

test("HT-06 whoever watches its readiness loses no request when it stops", async () => {
  const { server, ask } = await startUnderLoad();
  const statuses: number[] = [];
  let isReady = true;
  const client = async (): Promise<void> => {
    while (isReady) statuses.push(await ask());
  };
  const load = Promise.all([client(), client(), client(), client()]);
  expect(await ask()).toBe(200);
  server.signal("SIGTERM");
  expect(await untilNotReady(server.url)).toBe(503);
  expect(await ask()).toBe(200);
  isReady = false;
  await load;
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await server.exited).toBe(0);
});

test("HT-06 a request begun before the stop is answered after it", async () => {
  const { server, begin } = await startUnderLoad();
  const { finish, answer } = begin();
  expect(await send(`${server.url}/health/live`, new Agent())).toBe(200);
  server.signal("SIGINT");
  await untilRefused(server.url);
  finish();
  expect(await answer).toBe(200);
  expect(await server.exited).toBe(0);
});

test("HT-06 a request that does not end is cut when its time is over", async () => {
  const { server, begin } = await startUnderLoad(["--drain-time", "0", "--stop-timeout", "1"]);
  const { answer } = begin();
  const cut = expect(answer).rejects.toThrow();
  expect(await send(`${server.url}/health/live`, new Agent())).toBe(200);
  server.signal("SIGTERM");
  await cut;
  expect(await server.exited).toBe(0);
});

test("HT-06 from the first signal on, every answer says that its connection ends", async () => {
  const server = await startCli(["--data", freshFolder()]);
  const ask = async () => (await fetch(`${server.url}/health/live`)).headers.get("connection");
  expect(await ask()).toBe("keep-alive");
  server.signal("SIGTERM");
  await untilNotReady(server.url);
  expect(await ask()).toBe("close");
  expect(await server.exited).toBe(0);
});

test("a second signal ends it at once", async () => {
  const server = await startCli(["--data", freshFolder()]);
  server.signal("SIGTERM");
  await untilNotReady(server.url);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(143);
});

test("a connection that somebody keeps open does not hold it up", async () => {
  const server = await startCli(["--dev", "--data", freshFolder()]);
  const agent = new Agent({ keepAlive: true });
  expect(await send(`${server.url}/health/live`, agent)).toBe(200);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  agent.destroy();
});

test("a mail server and a collector that never answer do not hold it up", async () => {
  const silentMail = createServer((socket) => void socket.on("error", () => undefined).write("220 mail\r\n"));
  const silentCollector = createServer((socket) => void socket.on("error", () => undefined).resume());
  const [mail, collector] = await Promise.all([listening(silentMail), listening(silentCollector)]);
  const data = freshFolder();
  await (await startCli(["--dev", "--data", data])).stop();
  const server = await startCli(["--data", data, "--drain-time", "0", "--stop-timeout", "1"], {
    POOLHOUSE_SMTP_URL: `smtp://127.0.0.1:${mail}`,
    POOLHOUSE_MAIL_FROM: "pool@example.com",
    POOLHOUSE_OTLP_ENDPOINT: `http://127.0.0.1:${collector}`,
  });
  const asked = once(silentMail, "connection");
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityProviderService.SignUp",
  };
  const person = {
    ClientId: quickstartOf(data).clients.spa.clientId,
    Username: "somebody",
    Password: "Correct-horse-9-battery",
    UserAttributes: [{ Name: "email", Value: "somebody@example.com" }],
  };
  const signedUp = await fetch(server.url, { method: "POST", headers, body: JSON.stringify(person) });
  expect(signedUp.status).toBe(200);
  await asked;
  const begin = performance.now();
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  // The mail server alone would have had 20 seconds.
  expect(performance.now() - begin).toBeLessThan(9_000);
  expect(server.stderr()).not.toContain("could not be settled");
});

async function listening(server: Server): Promise<number> {
  const { port, close } = await listenLocally(server);
  onTestFinished(() => void close());
  return port;
}

async function startUnderLoad(args: readonly string[] = []) {
  const data = freshFolder();
  await (await startCli(["--dev", "--data", data])).stop();
  const server = await startCli(["--data", data, ...args]);
  const { machine } = quickstartOf(data).clients;
  const basic = `Basic ${Buffer.from(`${machine.clientId}:${machine.clientSecret}`).toString("base64")}`;
  const agent = new Agent({ keepAlive: true });
  const url = `${server.url}/oauth2/token`;
  const ask = () => send(url, agent, basic);
  /** Sends all but the end of the body. */
  const begin = () => {
    const headers = { authorization: basic, "content-type": form, "content-length": grant.length };
    const sent = request(url, { agent: new Agent(), method: "POST", headers });
    const answer = statusOf(sent);
    sent.write(grant.slice(0, -1));
    return { answer, finish: () => void sent.end(grant.slice(-1)) };
  };
  return { server, ask, begin };
}

const form = "application/x-www-form-urlencoded";
const grant = "grant_type=client_credentials";

async function untilNotReady(url: string): Promise<number> {
  const agent = new Agent();
  for (;;) {
    const status = await send(`${url}/health/ready`, agent);
    if (status !== 200) return status;
  }
}

async function untilRefused(url: string): Promise<void> {
  for (;;) {
    try {
      await send(`${url}/health/live`, new Agent());
    } catch {
      return;
    }
  }
}

/** With an authorization it asks for a token. */
function send(url: string, agent: Agent, authorization?: string): Promise<number> {
  const post = { method: "POST", headers: { authorization, "content-type": form } };
  const sent = request(url, { agent, ...(authorization === undefined ? {} : post) });
  const status = statusOf(sent);
  sent.end(authorization === undefined ? undefined : grant);
  return status;
}

function statusOf(sent: ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    sent.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", reject);
    });
    sent.on("error", reject);
  });
}
