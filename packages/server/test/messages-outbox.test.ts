/** What becomes of messages when the mail server is away, refuses, or a process dies: nothing is lost, nothing is mailed for ever. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdminCreateUserCommand, ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../src/config/config.ts";
import { startServer } from "../src/server.ts";
import { freePort } from "./support/free-port.ts";
import { mailServer, mailSettings } from "./support/mail-server.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";

const minute = 60;
const hour = 60 * minute;

function invite({ admin }: TestServer, UserPoolId: string, Username: string, more: object = {}) {
  const UserAttributes = [{ Name: "email", Value: `${Username}@example.com` }];
  return admin.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, ...more }));
}

const urlOf = (port: number): string => `smtp://127.0.0.1:${port}`;

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-outbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("a mail server that is away delays messages and loses none, and the house stays healthy", async () => {
  const port = await freePort();
  const server = await testServer([], mailSettings(urlOf(port)));
  const UserPoolId = await createPool(server);
  const people = ["ada", "ben", "cleo", "dora", "eve", "fritz", "gina"];
  for (const name of people) await invite(server, UserPoolId, name);
  await server.drain();
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);

  const { mails } = await mailServer({ port });
  await server.drain();
  expect(mails).toEqual([]);
  server.advance(30);
  await server.drain();
  expect(mails.map(({ recipients }) => recipients).sort()).toEqual(
    people.map((name) => [`${name}@example.com`]),
  );
  server.advance(hour);
  await server.drain();
  expect(mails).toHaveLength(people.length);
});

test("messages survive a restart, and go out at the next start", async () => {
  const folder = freshFolder();
  const port = await freePort();
  const before = await startTestServer(["--data", folder], mailSettings(urlOf(port)));
  const UserPoolId = await createPool(before);
  await invite(before, UserPoolId, "ada", { TemporaryPassword: "Temporary-1!" });
  await before.drain();
  await before.close();

  const { mails } = await mailServer({ port });
  const after = await startTestServer(["--data", folder], mailSettings(urlOf(port)));
  onTestFinished(() => after.close());
  after.advance(minute);
  await after.drain();
  expect(mails).toMatchObject([
    { recipients: ["ada@example.com"], text: expect.stringContaining("Temporary-1!") },
  ]);
});

test("a recipient refused for good is asked for once, one refused for now again", async () => {
  const asked: string[] = [];
  const { mails, url } = await mailServer({
    refusal(to) {
      asked.push(to);
      if (to === "ada@example.com") return { status: 550, text: "no such user" };
      return asked.length < 4 ? { status: 451, text: "try again" } : undefined;
    },
  });
  const server = await testServer([], mailSettings(url));
  const UserPoolId = await createPool(server);
  await invite(server, UserPoolId, "ada");
  await server.drain();
  await invite(server, UserPoolId, "ben");
  for (const seconds of [30, 60, 120, hour]) {
    await server.drain();
    server.advance(seconds);
  }
  await server.drain();
  expect(asked).toEqual(["ada", "ben", "ben", "ben"].map((name) => `${name}@example.com`));
  expect(mails.map(({ recipients }) => recipients)).toEqual([["ben@example.com"]]);
});

test("a process that died while it sent: the message is sent again later, twice at most", async () => {
  const folder = freshFolder();
  const { url, mails } = await mailServer();
  const before = await startTestServer(["--data", folder], mailSettings(urlOf(await freePort())));
  const UserPoolId = await createPool(before);
  await invite(before, UserPoolId, "ada");
  await before.drain();
  const [message] = await before.world.store.read.messages.listNewest(1);
  if (message === undefined) throw new Error("nothing was written");
  const { poolId, messageId, dueAt } = message;
  // As the process leaves it that dies between taking a message and writing down what became of it.
  const claimed = await before.world.store.write(({ messages }) =>
    messages.claim(poolId, messageId, dueAt, dueAt + minute * 1000),
  );
  expect(claimed).toBe(true);
  await before.close();

  const after = await startTestServer(["--data", folder], mailSettings(url));
  onTestFinished(() => after.close());
  after.advance(30);
  await after.drain();
  expect(mails).toEqual([]);
  after.advance(2 * minute);
  await after.drain();
  after.advance(hour);
  await after.drain();
  expect(mails).toHaveLength(1);
});

test("after a day a message is given up", async () => {
  const port = await freePort();
  const server = await testServer([], mailSettings(urlOf(port)));
  const UserPoolId = await createPool(server);
  await invite(server, UserPoolId, "ada");
  await server.drain();
  server.advance(24 * hour);
  const { mails } = await mailServer({ port });
  await server.drain();
  server.advance(hour);
  await server.drain();
  expect(mails).toEqual([]);
  const [message] = await server.world.store.read.messages.listNewest(1);
  expect(message?.failedAt).toBeDefined();
});

test("a code is given up as soon as it is no longer good, and the one asked for after it arrives", async () => {
  const port = await freePort();
  const server = await testServer([], mailSettings(urlOf(port)));
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId);
  await createPerson(server, UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
  const forget = () => server.admin.send(new ForgotPasswordCommand({ ClientId, Username: "ada" }));
  await forget();
  await server.drain();
  server.advance(hour);
  const { mails } = await mailServer({ port });
  await server.drain();
  expect(mails).toEqual([]);
  await forget();
  await server.drain();
  expect(mails).toHaveLength(1);
});

test("without a mail server messages wait, and a start says so once, naming the setting", async () => {
  const folder = freshFolder();
  const said: (readonly [object, string])[] = [];
  const log = {
    info: () => undefined,
    warn: (detail: object, message: string) => void said.push([detail, message]),
    error: () => undefined,
  };
  const config = (poolhouse: Readonly<Record<string, string>>, ...args: string[]) =>
    parseConfig(["--port", "0", "--data", folder, ...args], {
      poolhouse,
      threadPoolSize: undefined,
      noColor: true,
    });
  const warnings = () => said.filter(([detail]) => JSON.stringify(detail).includes("SMTP"));
  for (const settings of [config(mailSettings(urlOf(1))), config({}, "--dev")]) {
    await (await startServer(settings, { log })).close();
  }
  expect(warnings()).toEqual([]);
  const waiting = await startServer(config({}), { log });
  await waiting.close();
  expect(warnings()).toEqual([
    [
      { setting: "POOLHOUSE_SMTP_URL" },
      "no mail server is set: e-mails wait for one, and are given up after a day",
    ],
  ]);

  const before = await startTestServer(["--data", folder]);
  await invite(before, await createPool(before), "ada");
  await before.drain();
  expect((await fetch(`${before.url}/health/ready`)).status).toBe(200);
  await before.close();
  const { url, mails } = await mailServer();
  const after = await startTestServer(["--data", folder], mailSettings(url));
  onTestFinished(() => after.close());
  after.advance(11 * minute);
  await after.drain();
  expect(mails).toHaveLength(1);
});

test("in development what has no mail server goes to the inbox, and nowhere else", async () => {
  const server = await testServer(["--dev"]);
  const UserPoolId = await createPool(server);
  await invite(server, UserPoolId, "ada", { TemporaryPassword: "Temporary-1!" });
  await server.drain();
  expect(await server.world.store.read.messages.findNextDue()).toBeUndefined();
  const inbox = await (await fetch(`${server.url}/_dev/inbox`)).json();
  expect(inbox).toMatchObject({
    messages: [{ medium: "EMAIL", to: "ada@example.com", code: "Temporary-1!" }],
  });
});

// Sooner than the outbox would look by itself, by the machine's clock.
const soon = { timeout: 20_000 };

test(
  "in development with a mail server messages go there too, also when the clock is moved on",
  soon,
  async () => {
    const port = await freePort();
    const server = await testServer(["--dev"], mailSettings(urlOf(port)));
    const UserPoolId = await createPool(server);
    await invite(server, UserPoolId, "ada");
    await server.drain();
    const arrived = Promise.withResolvers<readonly string[]>();
    await mailServer({ port, onMail: async ({ recipients }) => arrived.resolve(recipients) });
    await fetch(`${server.url}/_dev/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advanceSeconds: 30 }),
    });
    expect(await arrived.promise).toEqual(["ada@example.com"]);
    const { messages } = await (await fetch(`${server.url}/_dev/inbox`)).json();
    expect(messages).toHaveLength(1);
  },
);
