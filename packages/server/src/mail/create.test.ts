import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../test/support/free-port.ts";
import { type MailServerOptions, mailServer } from "../../test/support/mail-server.ts";
import type { MailSettings } from "../config/config.ts";
import { poolId } from "../core/ids.ts";
import type { Letter } from "../core/messages/carrier.ts";
import { selfSignedPair } from "../tls/self-signed.ts";
import { createMailCarrier, type MailCarrierOptions } from "./create.ts";

const letter: Letter = {
  poolId: poolId("us-east-1_abcdefghi"),
  messageId: "11111111-1111-4111-8111-111111111111",
  to: "ada@example.com",
  subject: "Your code",
  text: "Your code is 493027",
  html: "<p>Your code is <b>493027</b></p>",
  from: undefined,
  replyTo: undefined,
  createdAt: Date.UTC(2026, 10, 23, 14, 5),
};

const credentials = { user: "house@example.com", password: "p@ss:wörd" };

async function stage(
  options: MailServerOptions = {},
  server: Partial<MailSettings["server"]> = {},
  carrier: MailCarrierOptions = {},
) {
  const { mails, port } = await mailServer(options);
  const settings = {
    server: { host: "127.0.0.1", port, isTls: false, credentials: undefined, ...server },
    from: "Poolhouse <no-reply@house.example>",
  };
  const carry = createMailCarrier(settings, carrier);
  return { carry, mails };
}

/** A certificate that nobody vouches for. */
async function pair() {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-mail-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return selfSignedPair(folder);
}

test("a letter arrives, as text and as HTML", async () => {
  const { carry, mails } = await stage();
  expect(await carry(letter)).toEqual({ kind: "sent" });
  const [mail, ...others] = mails;
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: "no-reply@house.example",
    recipients: ["ada@example.com"],
    text: letter.text,
    html: letter.html,
  });
  const headers = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To"];
  expect(Object.fromEntries(headers.map((name) => [name, mail?.header(name)]))).toEqual({
    From: "Poolhouse <no-reply@house.example>",
    To: "ada@example.com",
    Subject: "Your code",
    Date: "Mon, 23 Nov 2026 14:05:00 +0000",
    "Message-ID": "<11111111-1111-4111-8111-111111111111@house.example>",
    "Auto-Submitted": "auto-generated",
    "Reply-To": undefined,
  });
});

test("the pool's sender and answering address win", async () => {
  const { carry, mails } = await stage();
  const from = "Ada's pool, the first <pool@example.com>";
  await carry({ ...letter, from, replyTo: "help@example.com" });
  expect(mails[0]?.from).toBe("pool@example.com");
  expect(mails[0]?.header("From")).toBe('"Ada\'s pool, the first" <pool@example.com>');
  expect(mails[0]?.header("Reply-To")).toBe("help@example.com");
});

test("senders that are no single mailbox are left out", async () => {
  const { carry, mails } = await stage();
  const list = "a@example.com\r\nBcc: eve@example.com, b@example.com";
  await carry({ ...letter, from: list, replyTo: list });
  expect(mails[0]?.header("From")).toBe("Poolhouse <no-reply@house.example>");
  expect(mails[0]?.header("Reply-To")).toBeUndefined();
  expect(mails[0]?.raw).not.toContain("eve@example.com");
});

test.each([
  "ada@example.com, eve@example.com",
  "ada@example.com\r\nBcc: eve@example.com",
  "Eve <eve@example.com>",
  "ada@example.com\r\nRCPT TO:<eve@example.com>",
])("%j reaches nobody", async (to) => {
  const { carry, mails } = await stage();
  expect(await carry({ ...letter, to })).toMatchObject({ kind: "never" });
  expect(mails).toEqual([]);
});

test("a line break in the subject begins no header", async () => {
  const { carry, mails } = await stage();
  const subject = "Hello\r\nBcc: eve@example.com\r\n\r\n<script>";
  expect(await carry({ ...letter, subject })).toEqual({ kind: "sent" });
  expect(mails[0]?.recipients).toEqual(["ada@example.com"]);
  expect(mails[0]?.header("Bcc")).toBeUndefined();
  expect(mails[0]?.text).toBe(letter.text);
});

test("user name and password are given to a server that asks for them", async () => {
  const given: unknown[] = [];
  const { carry, mails } = await stage(
    {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        given.push({ user: username, password });
        done(null, { user: username });
      },
    },
    { credentials },
  );
  expect(await carry(letter)).toEqual({ kind: "sent" });
  expect([given, mails.length]).toEqual([[credentials], 1]);
});

test("a wrong password may be put right: the letter is tried again", async () => {
  const { carry } = await stage(
    {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error("Invalid username or password")),
    },
    { credentials },
  );
  const carried = await carry(letter);
  expect(carried).toMatchObject({ kind: "later", reason: expect.stringContaining("EAUTH") });
  expect(JSON.stringify(carried)).not.toContain(credentials.password);
});

test("TLS is used where the server has it", async () => {
  const seen: boolean[] = [];
  const { carry } = await stage({
    ...(await pair()),
    disabledCommands: [],
    onMailFrom(_address, { secure }, done) {
      seen.push(secure);
      done();
    },
  });
  expect(await carry(letter)).toEqual({ kind: "sent" });
  expect(seen).toEqual([true]);
});

test("a password never goes to another machine in the clear", async () => {
  const given: unknown[] = [];
  // A name of this machine that the carrier takes for another's.
  const { carry, mails } = await stage(
    {
      allowInsecureAuth: true,
      onAuth({ username }, _session, done) {
        given.push(username);
        done(null, { user: username });
      },
    },
    { host: "0.0.0.0", credentials },
  );
  expect(await carry(letter)).toMatchObject({ kind: "later" });
  expect([given, mails]).toEqual([[], []]);
});

test("a certificate that nobody vouches for is refused where TLS is demanded", async () => {
  const { carry, mails } = await stage(
    { ...(await pair()), secure: true, disabledCommands: [] },
    { host: "0.0.0.0", isTls: true },
  );
  expect(await carry(letter)).toMatchObject({ kind: "later" });
  expect(mails).toEqual([]);
});

test("a certificate of this machine's own is good enough on this machine", async () => {
  const { carry } = await stage({ ...(await pair()), secure: true, disabledCommands: [] }, { isTls: true });
  expect(await carry(letter)).toEqual({ kind: "sent" });
});

test("a mail server that never comes to an end is given up, and asked again later", async () => {
  const { carry } = await stage({ onMail: () => new Promise(() => undefined) }, {}, { limitMs: 50 });
  expect(await carry(letter)).toEqual({ kind: "later", reason: expect.stringMatching(/ABORT/i) });
});

test("a recipient refused for good, and one refused for now", async () => {
  const { carry } = await stage({
    refusal: (to) => ({ status: to.startsWith("no") ? 550 : 450, text: `mailbox ${to} unavailable` }),
  });
  expect(await carry({ ...letter, to: "nobody@example.com" })).toEqual({
    kind: "never",
    reason: "EENVELOPE: RCPT TO: 550 mailbox … unavailable",
  });
  expect(await carry(letter)).toMatchObject({ kind: "later" });
});

test("a mail server that cannot be reached is tried again later", async () => {
  const port = await freePort();
  const carry = createMailCarrier({
    server: { host: "127.0.0.1", port, isTls: false, credentials: undefined },
    from: "no-reply@house.example",
  });
  expect(await carry(letter)).toEqual({ kind: "later", reason: "ECONNREFUSED: CONN" });
});
