/**
 * Every setting of the server: its names, its default, its documentation, what it accepts and how to put it right.
 * The help text and `docs/configuration.md` are generated from this table. Rules between settings: `config.ts`.
 */
import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { limitOptions } from "./limit-options.ts";
import { isLoopback } from "./loopback.ts";
import { parsePostgresUrl } from "./postgres-url.ts";
import { parseProxies } from "./proxies.ts";
import { isReadableFile } from "./readable-file.ts";
import { parseSmtpUrl } from "./smtp-server.ts";

export interface Option<Value> {
  /** Without the dashes. Secrets have none: a command line is readable by everybody on the machine. */
  readonly flag?: string;
  readonly env?: string;
  /** What follows the flag. A switch has none. */
  readonly placeholder?: string;
  readonly default?: string;
  /** Stands in the documentation where there is no fixed default. */
  readonly defaultText?: string;
  readonly isSecret?: boolean;
  readonly documentation: string;
  /** Its message says what is expected: the "why" line of an error. */
  readonly schema: z.ZodType<Value, string>;
  /** The "what to do" line of an error. */
  readonly cure: string;
}

/** From the least to the most that is said. */
const logLevels = ["silent", "error", "warn", "info"] as const;

export const options = {
  host: {
    flag: "host",
    env: "POOLHOUSE_HOST",
    placeholder: "address",
    default: "127.0.0.1",
    documentation:
      "The address to listen on. `0.0.0.0` or `::` listens on every interface; development mode allows loopback addresses only.",
    schema: z.string().refine(isHost, "It must be an IP address or a host name, without scheme and port."),
    cure: "Give an address of this machine, for example --host 127.0.0.1.",
  },
  port: {
    flag: "port",
    env: "POOLHOUSE_PORT",
    placeholder: "number",
    default: "7665",
    documentation:
      "The port to listen on. `0` takes any free one, which the first lines of output then name.",
    schema: z.string().refine(isPort, "It must be a whole number from 0 to 65535.").transform(Number),
    cure: "Give a free port, for example --port 7665, or --port 0 for any free one.",
  },
  data: {
    flag: "data",
    env: "POOLHOUSE_DATA",
    placeholder: "folder",
    default: "./poolhouse-data",
    documentation:
      "The folder for the SQLite file, the master key and, in development mode, the quickstart file. It is created if it does not exist. Keep it private and back it up.",
    schema: z
      .string()
      .refine((text) => text.trim() !== "" && !text.includes("\0"), "It must be the path of a folder.")
      .transform((path) => resolve(path)),
    cure: "Give a folder that this user may write to, for example --data ./poolhouse-data.",
  },
  databaseUrl: {
    flag: "database-url",
    env: "POOLHOUSE_DATABASE_URL",
    placeholder: "url",
    defaultText: "none: SQLite in the data folder",
    isSecret: true,
    documentation:
      "A PostgreSQL database to use instead of SQLite: `postgres://user:password@host:5432/database`. It needs `POOLHOUSE_MASTER_KEY`. Several servers may share it. [Running on PostgreSQL](postgresql.md) says more; because a command line is readable by everybody on the machine, prefer the variable.",
    schema: z.string().transform(parsePostgresUrl),
    cure: "Give a URL such as POOLHOUSE_DATABASE_URL=postgres://poolhouse:password@db.example.com/poolhouse, or leave it out.",
  },
  workers: {
    flag: "workers",
    env: "POOLHOUSE_WORKERS",
    placeholder: "number",
    default: "1",
    documentation:
      "Processes that serve the one port, for a machine with several cores: one for each is a good number. Each keeps its own connections to the database, so more than one needs PostgreSQL. One that ends by itself is replaced. Not in development mode.",
    schema: z
      .string()
      .refine(
        (text) => /^\d{1,3}$/.test(text) && Number(text) >= 1,
        "It must be a whole number from 1 to 999.",
      )
      .transform(Number),
    cure: "Give a number such as --workers 4, or leave it out.",
  },
  publicUrl: {
    flag: "public-url",
    env: "POOLHOUSE_PUBLIC_URL",
    placeholder: "url",
    defaultText: "`http://localhost:<port>`, `https` with TLS",
    documentation:
      "Where clients reach the server: scheme, host and port, nothing after them. It begins every issuer (`<public URL>/<pool id>`), so do not change it once tokens are out. Behind a proxy, give the proxy's address. Plain `http` is accepted for loopback hosts only.",
    schema: z.string().transform(parsePublicUrl),
    cure: "Give scheme, host and port, for example --public-url https://id.example.com.",
  },
  region: {
    flag: "region",
    env: "POOLHOUSE_REGION",
    placeholder: "name",
    default: "us-east-1",
    documentation:
      "The region of everything unsigned. Signed requests name their own, and the pools they create belong to it, as on AWS. It need not exist, but AWS libraries insist on the form.",
    schema: z
      .string()
      .regex(
        /^(?:eusc-[a-z]{2}|[a-z]{2})-(?:gov-)?[a-z]+-\d$/,
        "It must look like a region of AWS, or client libraries refuse the pool ids.",
      ),
    cure: "Give a region such as --region us-east-1 or --region eu-central-1.",
  },
  accountId: {
    flag: "account-id",
    env: "POOLHOUSE_ACCOUNT_ID",
    placeholder: "digits",
    default: "000000000000",
    documentation: "The AWS account number that stands in ARNs.",
    schema: z.string().regex(/^\d{12}$/, "It must be exactly 12 digits, without dashes."),
    cure: "Give 12 digits, for example --account-id 000000000000.",
  },
  accessKeyId: {
    env: "POOLHOUSE_ACCESS_KEY_ID",
    defaultText: "generated, shown once",
    documentation:
      "The id of a first admin key of your own choosing, for CI. Goes together with `POOLHOUSE_SECRET_ACCESS_KEY`.",
    schema: z.string().regex(/^[A-Z0-9]{16,128}$/, "It must be 16 to 128 capital letters and digits."),
    cure: "Give an id such as POOLHOUSE_ACCESS_KEY_ID=CIKEY00000000000, or leave it out to have a key generated.",
  },
  secretAccessKey: {
    env: "POOLHOUSE_SECRET_ACCESS_KEY",
    defaultText: "generated, shown once",
    isSecret: true,
    documentation: "The secret of that first admin key.",
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{16,128}$/, "It must be 16 to 128 printable ASCII characters without spaces."),
    cure: "Give a longer random text, for example the output of: openssl rand -base64 30",
  },
  tls: {
    flag: "tls",
    default: "off",
    documentation:
      "Speak HTTPS. In development mode a self-signed certificate is made when none is given; otherwise it needs `POOLHOUSE_TLS_CERT` and `POOLHOUSE_TLS_KEY`.",
    schema: z.string().transform(isOn),
    cure: "Give --tls alone.",
  },
  tlsCert: {
    env: "POOLHOUSE_TLS_CERT",
    defaultText: "none: plain HTTP",
    documentation:
      "The file with the TLS certificate and its chain, in PEM. Goes together with `POOLHOUSE_TLS_KEY`.",
    schema: readableFile(),
    cure: "Give the path of a PEM file that this user may read.",
  },
  tlsKey: {
    env: "POOLHOUSE_TLS_KEY",
    defaultText: "none: plain HTTP",
    documentation: "The file with the certificate's private key, in PEM.",
    schema: readableFile(),
    cure: "Give the path of a PEM file that this user may read.",
  },
  masterKey: {
    env: "POOLHOUSE_MASTER_KEY",
    defaultText: "generated into `<data>/master.key`; required with PostgreSQL",
    isSecret: true,
    documentation:
      "The key that seals every stored secret: 32 bytes in base64, base64url or hex. Several, separated by commas: the first seals what is new, the others only open, and are needed until `poolhouse reseal` has sealed everything anew ([A new master key](operations.md#a-new-master-key)). Without it nothing sealed can be read again, so keep a copy apart from the data.",
    schema: z
      .string()
      .refine(
        isMasterKeyList,
        "It must be 32 bytes in base64, base64url or hex, or several such keys separated by commas.",
      ),
    cure: "Make one with: openssl rand -base64 32",
  },
  triggers: {
    flag: "triggers",
    env: "POOLHOUSE_TRIGGERS",
    placeholder: "file",
    defaultText: "none",
    documentation:
      "A JSON file that says where the Lambda triggers of user pools lead: to handlers in local modules, to webhooks, or to Lambda's Invoke API. It and its modules are read once, at the start. [Triggers](triggers.md) describes it.",
    schema: readableFile().transform((path) => resolve(path)),
    cure: "Give the path of a JSON file that this user may read, for example --triggers ./triggers.json, or leave it out.",
  },
  customSenderKey: {
    env: "POOLHOUSE_CUSTOM_SENDER_KEY",
    defaultText: "none: pools cannot have custom senders",
    isSecret: true,
    documentation:
      "The key that codes are encrypted under for the triggers CustomEmailSender and CustomSMSSender: 32 bytes in base64. Their handlers decrypt with the same key; [Triggers](triggers.md) shows how.",
    schema: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "It must be 32 bytes in base64: 44 characters."),
    cure: "Make one with: openssl rand -base64 32",
  },
  smtpUrl: {
    env: "POOLHOUSE_SMTP_URL",
    defaultText: "none: e-mails wait, and in development mode they go to the inbox",
    isSecret: true,
    documentation:
      "The mail server: `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte (port 465). User name and password are percent-encoded, and never travel without TLS except to loopback hosts. Goes together with `POOLHOUSE_MAIL_FROM`. [Messages](messages.md) says what is sent when.",
    schema: z.string().transform(parseSmtpUrl),
    cure: "Give a URL such as POOLHOUSE_SMTP_URL=smtp://user:password@mail.example.com:587.",
  },
  mailFrom: {
    env: "POOLHOUSE_MAIL_FROM",
    defaultText: "none",
    documentation:
      "Who e-mails are from: an address, or a name and an address as in `Poolhouse <no-reply@example.com>`. A user pool's own `EmailConfiguration.From` wins.",
    schema: z
      .string()
      .regex(
        /^(?:[^<>\p{C}]*<[^\s<>@,;:]+@[^\s<>@,;:]+>|[^\s<>@,;:]+@[^\s<>@,;:]+)$/u,
        "It must be one address, or a name and one address in angle brackets.",
      ),
    cure: 'Give an address such as POOLHOUSE_MAIL_FROM="Poolhouse <no-reply@example.com>".',
  },
  smsWebhookUrl: {
    env: "POOLHOUSE_SMS_WEBHOOK_URL",
    defaultText: "none: text messages wait, and in development mode they go to the inbox",
    documentation:
      "Where text messages are posted to: a small program of yours that hands them to a provider. Plain `http` is accepted for loopback hosts only. Goes together with `POOLHOUSE_SMS_WEBHOOK_SECRET`. [Messages](messages.md) describes the request.",
    schema: z.string().transform(parseWebhookUrl),
    cure: "Give an https URL, for example POOLHOUSE_SMS_WEBHOOK_URL=https://sms.example.com/send.",
  },
  smsWebhookSecret: {
    env: "POOLHOUSE_SMS_WEBHOOK_SECRET",
    defaultText: "none",
    isSecret: true,
    documentation:
      "The secret that these requests are signed with, by the Standard Webhooks specification: `whsec_` and 24 to 64 bytes in base64.",
    schema: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, "It must be whsec_ followed by 24 to 64 bytes in base64."),
    cure: 'Make one with: echo "whsec_$(openssl rand -base64 32)"',
  },
  trustedProxies: {
    flag: "trusted-proxies",
    env: "POOLHOUSE_TRUSTED_PROXIES",
    placeholder: "addresses",
    defaultText: "none",
    documentation:
      "The proxies in front of the server: IP addresses and CIDR ranges, separated by commas. What they say in `X-Forwarded-For` is believed: the last address in it that is none of theirs is where a request comes from. From everybody else the header is ignored. Behind a proxy that is not named here everybody seems to come from its address, and shares its limit of guesses.",
    schema: z.string().transform(parseProxies),
    cure: "Give addresses such as --trusted-proxies 10.0.0.5,192.168.0.0/16,fd00::/8, or leave it out.",
  },
  guessesPerSource: {
    flag: "guesses-per-source",
    env: "POOLHOUSE_GUESSES_PER_SOURCE",
    placeholder: "number",
    default: "1000",
    documentation:
      "How many wrong passwords and codes one network address may send to one user pool in an hour, whichever the accounts; an IPv6 network of 64 bits counts as one address. After that nothing from there is looked at until the hour is over: the API answers `TooManyRequestsException`, the pages 429. A whole office, school or mobile network can share one address, so the default is generous. An application on a server of yours signs everybody in from its own address: let it say whose address it speaks for ([Accounts](accounts.md#guessing)), or raise this.",
    schema: z
      .string()
      .refine((text) => /^[1-9]\d{0,8}$/.test(text), "It must be a whole number from 1 to 999999999.")
      .transform(Number),
    cure: "Give a number such as --guesses-per-source 1000.",
  },
  ...limitOptions,
  logLevel: {
    flag: "log-level",
    env: "POOLHOUSE_LOG_LEVEL",
    placeholder: "level",
    defaultText: "`info`; `warn` in development mode",
    documentation:
      "What is worth a line in the log on standard error: `error`, `warn`, `info` or `silent`. At `info` every answered request has one. [Operations](operations.md#logs) shows what is in it.",
    schema: z.enum(logLevels, { error: "It must be error, warn, info or silent." }),
    cure: "Give a level, for example --log-level warn.",
  },
  metricsPort: {
    flag: "metrics-port",
    env: "POOLHOUSE_METRICS_PORT",
    placeholder: "number",
    defaultText: "none: nothing is counted",
    documentation:
      "The port for Prometheus: figures are at `/metrics` there, and nowhere else. `0` takes any free one, which the first lines of output then name. [Operations](operations.md#metrics) lists them.",
    schema: z.string().refine(isPort, "It must be a whole number from 0 to 65535.").transform(Number),
    cure: "Give a free port, for example --metrics-port 9464, or leave it out.",
  },
  metricsHost: {
    flag: "metrics-host",
    env: "POOLHOUSE_METRICS_HOST",
    placeholder: "address",
    default: "127.0.0.1",
    documentation:
      "The address that the metrics port listens on. Figures hold no secret, but are nobody else's business: let the network admit Prometheus alone where this is not loopback.",
    schema: z.string().refine(isHost, "It must be an IP address or a host name, without scheme and port."),
    cure: "Give an address of this machine, for example --metrics-host 127.0.0.1.",
  },
  otlpEndpoint: {
    env: "POOLHOUSE_OTLP_ENDPOINT",
    defaultText: "none: nothing is traced",
    documentation:
      "The OpenTelemetry collector that traces are sent to, by OTLP over HTTP: `http://localhost:4318`. `OTEL_EXPORTER_OTLP_HEADERS` is honoured for what a collector asks for. [Operations](operations.md#traces) says what is in them.",
    schema: z
      .string()
      .refine(
        (text) => /^https?:\/\/[^\s?#@]+$/.test(text),
        "It must be an http or https URL without user, query and fragment.",
      ),
    cure: "Give the collector's address, for example POOLHOUSE_OTLP_ENDPOINT=http://localhost:4318.",
  },
  traceRatio: {
    env: "POOLHOUSE_TRACE_RATIO",
    default: "1",
    documentation:
      "Which part of the requests is traced, from 0 to 1. A request that comes with a `traceparent` is traced or not as that says.",
    schema: z
      .string()
      .refine((text) => /^(?:0|1|0?\.\d{1,6}|1\.0)$/.test(text), "It must be a number from 0 to 1.")
      .transform(Number),
    cure: "Give a part such as POOLHOUSE_TRACE_RATIO=0.05, or leave it out.",
  },
  dev: {
    flag: "dev",
    default: "off",
    documentation:
      "Development mode: a quickstart pool, an inbox for every message (`/_dev/inbox`), a clock that `POST /_dev/clock` with `advanceSeconds` moves on until the next start, and `POST /_dev/reset`, which deletes every pool and makes the quickstart anew. After an advance, apps that compare clocks, as the client kit does, refuse new sign-ins: their own time has not moved. Binds loopback addresses only. `npm start` sets it.",
    schema: z.string().transform(isOn),
    cure: "Give --dev alone.",
  },
} satisfies Record<string, Option<unknown>>;

/** Every setting in the order of the documentation. */
export const allOptions: readonly Option<unknown>[] = Object.values(options);

function isOn(text: string): boolean {
  return text === "on";
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/.test(text);
}

function isMasterKeyList(text: string): boolean {
  return text.split(",").every((key) => /^\s*(?:[0-9A-Fa-f]{64}|[A-Za-z0-9+/_-]{43}=?)\s*$/.test(key));
}

function readableFile() {
  return z.string().refine(isReadableFile, "There is no file there that this user may read.");
}

function parsePublicUrl(text: string, context: z.RefinementCtx): string {
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const url = URL.parse(text);
  if (url === null || !/^https?:\/\//i.test(text)) return refuse("It must be an absolute http or https URL.");
  if (!/^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text)) {
    return refuse("It must end after host and port: no path, query, fragment or user name.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return refuse("Plain http is for loopback hosts only: tokens and passwords would travel unprotected.");
  }
  return url.origin;
}

function parseWebhookUrl(text: string, context: z.RefinementCtx): string {
  const url = URL.parse(text);
  const isAllowed = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url !== null && isAllowed && url.username === "" && url.password === "" && url.hash === "")
    return url.href;
  context.addIssue({
    code: "custom",
    message:
      "It must be an https URL without user name, password and fragment; plain http is for loopback hosts only, because messages carry codes.",
  });
  return z.NEVER;
}
