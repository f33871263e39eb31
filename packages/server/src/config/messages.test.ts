/** The settings of mail server and text messages. */
import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";

const from = "no-reply@example.com";
const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

const config = (poolhouse: Record<string, string>) =>
  parseConfig([], { poolhouse, threadPoolSize: undefined, noColor: false });
const serverOf = (url: string) => config({ POOLHOUSE_SMTP_URL: url, POOLHOUSE_MAIL_FROM: from }).mail?.server;

function refusalOf(poolhouse: Record<string, string>): string {
  try {
    config(poolhouse);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return "";
}

test.each([
  ["smtp://mail.example.com", { host: "mail.example.com", port: 587, isTls: false }],
  ["smtp://mail.example.com:25/", { host: "mail.example.com", port: 25, isTls: false }],
  ["smtps://mail.example.com", { host: "mail.example.com", port: 465, isTls: true }],
  ["smtp://[::1]:2525", { host: "::1", port: 2525, isTls: false }],
])("%s says where the mail server is", (url, server) => {
  expect(serverOf(url)).toEqual({ ...server, credentials: undefined });
});

test("user name and password are decoded", () => {
  expect(serverOf("smtps://a%40b.example:p%3Ass%2Fword@mail.example.com")?.credentials).toEqual({
    user: "a@b.example",
    password: "p:ss/word",
  });
});

test.each([
  ["http://mail.example.com", "smtp:// or smtps://"],
  ["hunter2-secret:587", "smtp:// or smtps://"],
  ["smtp://", "smtp:// or smtps://"],
  ["smtp://mail.example.com/inbox", "no path"],
  ["smtp://mail.example.com?tls.rejectUnauthorized=false", "no path"],
  ["smtp://user@mail.example.com", "both be there"],
  ["smtp://:hunter2-secret@mail.example.com", "both be there"],
  ["smtp://user:hunter2-secret%@mail.example.com", "both be there"],
])("%s is refused and not repeated", (url, why) => {
  const refusal = refusalOf({ POOLHOUSE_SMTP_URL: url, POOLHOUSE_MAIL_FROM: from });
  expect(refusal).toContain("POOLHOUSE_SMTP_URL cannot be used");
  expect(refusal).toContain(why);
  expect(refusal).not.toContain("hunter2-secret");
});

test.each([
  "",
  "Poolhouse",
  "a@example.com, b@example.com",
  "a@example.com\nBcc: b@example.com",
  "A <a@b> <c@d>",
])("%j is no sender", (given) => {
  const env = { POOLHOUSE_SMTP_URL: "smtp://mail.example.com", POOLHOUSE_MAIL_FROM: given };
  expect(refusalOf(env)).toContain("POOLHOUSE_MAIL_FROM");
});

test.each([
  "http://sms.example.com/send",
  "ftp://sms.example.com/send",
  "https://user:hunter2-secret@sms.example.com/send",
  "sms.example.com",
])("text messages do not go to %s", (url) => {
  const env = { POOLHOUSE_SMS_WEBHOOK_URL: url, POOLHOUSE_SMS_WEBHOOK_SECRET: secret };
  expect(refusalOf(env)).toContain("POOLHOUSE_SMS_WEBHOOK_URL is");
  expect(refusalOf(env)).not.toContain("hunter2-secret");
});

test("text messages go to a program on the same machine", () => {
  const url = "http://127.0.0.1:9000/send?region=eu";
  const env = { POOLHOUSE_SMS_WEBHOOK_URL: url, POOLHOUSE_SMS_WEBHOOK_SECRET: secret };
  expect(config(env).smsWebhook).toEqual({ url, secret });
});

test.each(["short", "whsec_c2hvcnQ=", `${secret}!`, secret.slice("whsec_".length)])(
  "%j is no secret, and is not repeated",
  (given) => {
    const url = "https://sms.example.com/send";
    const refusal = refusalOf({ POOLHOUSE_SMS_WEBHOOK_URL: url, POOLHOUSE_SMS_WEBHOOK_SECRET: given });
    expect(refusal).toContain("POOLHOUSE_SMS_WEBHOOK_SECRET cannot be used");
    expect(refusal).not.toContain(given);
  },
);

test.each([
  ["POOLHOUSE_SMTP_URL", "smtp://mail.example.com", "POOLHOUSE_MAIL_FROM"],
  ["POOLHOUSE_MAIL_FROM", from, "POOLHOUSE_SMTP_URL"],
  ["POOLHOUSE_SMS_WEBHOOK_URL", "https://sms.example.com", "POOLHOUSE_SMS_WEBHOOK_SECRET"],
  ["POOLHOUSE_SMS_WEBHOOK_SECRET", secret, "POOLHOUSE_SMS_WEBHOOK_URL"],
])("%s alone is of no use", (name, value, missing) => {
  expect(refusalOf({ [name]: value })).toContain(`${name} was given without ${missing}.`);
});
