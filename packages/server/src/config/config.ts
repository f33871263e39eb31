/**
 * Configuration: flags and environment become one typed `Config`, or one `ConfigError` that says what to change.
 * Flags win over the environment. The table of settings is `options.ts`; here are the rules between them.
 */
import { BlockList } from "node:net";
import type { Allowances } from "../model/quotas.ts";
import { ConfigError, nameOf, show } from "./config-error.ts";
import type { Environment } from "./env.ts";
import { parseFlags } from "./flags.ts";
import { isLoopback } from "./loopback.ts";
import { nearest } from "./nearest.ts";
import { allOptions, type Option, options } from "./options.ts";
import { type PostgresServer, placeOf } from "./postgres-server.ts";
import { withSecretFiles } from "./secret-files.ts";
import type { SmtpServer } from "./smtp-server.ts";

export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataFolder: string;
  /** Undefined: SQLite in the data folder. */
  readonly database: PostgresServer | undefined;
  /** Processes that serve the port. */
  readonly workers: number;
  /** Undefined: it follows from the port that was bound. `publicUrlOf` knows. */
  readonly publicUrl: string | undefined;
  readonly region: string;
  readonly accountId: string;
  /** The first admin key, when the operator has chosen one. */
  readonly adminKey: AdminKey | undefined;
  readonly tls: Tls;
  /** `POOLHOUSE_MASTER_KEY` as given; undefined: the key file in the data folder. */
  readonly masterKey: string | undefined;
  /** Where the ARNs of triggers lead. */
  readonly triggersFile: string | undefined;
  /** For sender triggers: base64. */
  readonly customSenderKey: string | undefined;
  readonly mail: MailSettings | undefined;
  readonly smsWebhook: SmsWebhook | undefined;
  /** Who is believed about X-Forwarded-For. */
  readonly trustedProxies: BlockList;
  /** Wrong passwords and codes from one network address, per pool and hour. */
  readonly guessesPerSource: number;
  /** How often things may be done in a second. */
  readonly quotas: Allowances;
  readonly limits: Limits;
  /** Still serving, but no longer ready. */
  readonly drainSeconds: number;
  /** For requests that were begun before the end. */
  readonly stopSeconds: number;
  readonly logLevel: "silent" | "error" | "warn" | "info";
  /** Where the figures are read; undefined: nothing is counted. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Where traces go; undefined: nothing is traced. */
  readonly tracing: { readonly endpoint: string; readonly ratio: number } | undefined;
  readonly isDev: boolean;
  /** Threads of the pool that hashing and signing share. */
  readonly threadPoolSize: number;
  /** One sentence for each variable that looks like a setting and is none. */
  readonly warnings: readonly string[];
}

/** Of connections and requests. Times are in seconds, sizes in bytes. */
export interface Limits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly idleTimeout: number;
  readonly maxConnections: number;
  readonly connectionsPerSource: number;
  readonly bodyLimit: number;
  readonly headerLimit: number;
}

export interface AdminKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface MailSettings {
  readonly server: SmtpServer;
  /** An address, or a name and an address in angle brackets. */
  readonly from: string;
}

export interface SmsWebhook {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
}

export type Tls =
  | { readonly kind: "off" }
  | { readonly kind: "selfSigned" }
  | { readonly kind: "files"; readonly certFile: string; readonly keyFile: string };

/** What was given, before anything is believed. */
interface Given {
  readonly flags: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
}

/** Throws `ConfigError` for the first setting that cannot be. `args` are those after the command's name. */
export function parseConfig(args: readonly string[], environment: Environment): Config {
  const given: Given = { flags: parseFlags(args), env: withSecretFiles(environment.poolhouse) };
  const isDev = read(given, options.dev);
  const config: Config = {
    host: read(given, options.host),
    port: read(given, options.port),
    dataFolder: read(given, options.data),
    database: read(given, options.databaseUrl),
    workers: read(given, options.workers),
    publicUrl: read(given, options.publicUrl),
    region: read(given, options.region),
    accountId: read(given, options.accountId),
    adminKey: readAdminKey(given),
    tls: readTls(given, isDev),
    masterKey: read(given, options.masterKey),
    triggersFile: read(given, options.triggers),
    customSenderKey: read(given, options.customSenderKey),
    mail: readMail(given),
    smsWebhook: readSmsWebhook(given),
    trustedProxies: read(given, options.trustedProxies) ?? new BlockList(),
    guessesPerSource: read(given, options.guessesPerSource),
    quotas: read(given, options.quotas),
    limits: readLimits(given),
    drainSeconds: read(given, options.drainTime),
    stopSeconds: read(given, options.stopTimeout),
    logLevel: read(given, options.logLevel) ?? (isDev ? "warn" : "info"),
    metrics: readMetrics(given),
    tracing: readTracing(given),
    isDev,
    threadPoolSize: threadPoolSize(environment.threadPoolSize),
    warnings: Object.keys(given.env).flatMap(warnAbout),
  };
  if (isDev) requireLoopback(config);
  requireMasterKey(config);
  requireSharedData(config);
  return config;
}

/** A database that is not the one of the settings. Throws `ConfigError`. */
export function parseDatabaseUrl(text: string): PostgresServer | undefined {
  return read({ flags: new Map(), env: { [options.databaseUrl.env]: text } }, options.databaseUrl);
}

/** Where the data is, for people. */
export function placeOfData({ database, dataFolder }: Config): string {
  return database === undefined ? dataFolder : placeOf(database);
}

/** The issuer base, once the server knows which port it has. */
export function publicUrlOf({ publicUrl, tls }: Config, boundPort: number): string {
  return publicUrl ?? `${tls.kind === "off" ? "http" : "https"}://localhost:${boundPort}`;
}

function read<Value>(given: Given, option: Option<Value> & { readonly default: string }): Value;
function read<Value>(given: Given, option: Option<Value>): Value | undefined;
function read<Value>({ flags, env }: Given, option: Option<Value>): Value | undefined {
  const text = flags.get(option.flag ?? "") ?? env[option.env ?? ""] ?? option.default;
  if (text === undefined) return undefined;
  const parsed = option.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(show(option, text), issue?.message ?? "It is not valid.", option.cure);
}

function readAdminKey(given: Given): AdminKey | undefined {
  const accessKeyId = read(given, options.accessKeyId);
  const secretAccessKey = read(given, options.secretAccessKey);
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  throw halfGiven(accessKeyId === undefined, options.accessKeyId, options.secretAccessKey);
}

function readMail(given: Given): MailSettings | undefined {
  const server = read(given, options.smtpUrl);
  const from = read(given, options.mailFrom);
  if (server !== undefined && from !== undefined) return { server, from };
  if (server === undefined && from === undefined) return undefined;
  throw halfGiven(server === undefined, options.smtpUrl, options.mailFrom);
}

function readSmsWebhook(given: Given): SmsWebhook | undefined {
  const url = read(given, options.smsWebhookUrl);
  const secret = read(given, options.smsWebhookSecret);
  if (url !== undefined && secret !== undefined) return { url, secret };
  if (url === undefined && secret === undefined) return undefined;
  throw halfGiven(url === undefined, options.smsWebhookUrl, options.smsWebhookSecret);
}

function readMetrics(given: Given): Config["metrics"] {
  const port = read(given, options.metricsPort);
  const host = read(given, options.metricsHost);
  return port === undefined ? undefined : { host, port };
}

function readTracing(given: Given): Config["tracing"] {
  const endpoint = read(given, options.otlpEndpoint);
  const ratio = read(given, options.traceRatio);
  return endpoint === undefined ? undefined : { endpoint, ratio };
}

function readTls(given: Given, isDev: boolean): Tls {
  const isWanted = read(given, options.tls);
  const certFile = read(given, options.tlsCert);
  const keyFile = read(given, options.tlsKey);
  if (certFile !== undefined && keyFile !== undefined) return { kind: "files", certFile, keyFile };
  if (certFile !== undefined || keyFile !== undefined) {
    throw halfGiven(certFile === undefined, options.tlsCert, options.tlsKey);
  }
  if (!isWanted) return { kind: "off" };
  if (isDev) return { kind: "selfSigned" };
  throw new ConfigError(
    "--tls was given without a certificate.",
    "A self-signed certificate is made in development mode only: nobody else would trust it.",
    `Set ${nameOf(options.tlsCert)} and ${nameOf(options.tlsKey)}, or add --dev.`,
  );
}

function readLimits(given: Given): Limits {
  const limits: Limits = {
    headersTimeout: read(given, options.headersTimeout),
    requestTimeout: read(given, options.requestTimeout),
    keepAliveTimeout: read(given, options.keepAliveTimeout),
    idleTimeout: read(given, options.idleTimeout),
    maxConnections: read(given, options.maxConnections),
    connectionsPerSource: read(given, options.connectionsPerSource),
    bodyLimit: read(given, options.bodyLimit),
    headerLimit: read(given, options.headerLimit),
  };
  if (limits.headersTimeout <= limits.requestTimeout) return limits;
  throw new ConfigError(
    show(options.requestTimeout, `${limits.requestTimeout}`),
    `A request includes its headers, which may take ${limits.headersTimeout} seconds.`,
    `Raise it, or lower ${nameOf(options.headersTimeout)}.`,
  );
}

function halfGiven(isFirstMissing: boolean, first: Option<unknown>, second: Option<unknown>): ConfigError {
  const [missing, present] = isFirstMissing ? [first, second] : [second, first];
  return new ConfigError(
    `${nameOf(present)} was given without ${nameOf(missing)}.`,
    "One is of no use without the other.",
    `Set ${nameOf(missing)} too, or leave both out.`,
  );
}

function requireLoopback({ host, publicUrl }: Config): void {
  const why =
    "Development mode has an open inbox and a movable clock: it may be reached from this machine only.";
  const cure = "or leave out --dev (npm start sets it; the binary does not).";
  if (!isLoopback(host)) {
    throw new ConfigError(show(options.host, host), why, `Give --host 127.0.0.1, ${cure}`);
  }
  if (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname)) {
    throw new ConfigError(
      show(options.publicUrl, publicUrl),
      why,
      `Give --public-url http://localhost:7665, ${cure}`,
    );
  }
}

/** A key made by the first process would be unknown to the second. */
function requireMasterKey({ database, masterKey }: Config): void {
  if (database === undefined || masterKey !== undefined) return;
  throw new ConfigError(
    `${nameOf(options.databaseUrl)} was given without ${nameOf(options.masterKey)}.`,
    "Every server and command on one database needs the same key, so none makes its own.",
    `${options.masterKey.cure}. Keep it apart from the database, and set ${nameOf(options.masterKey)} for each.`,
  );
}

/** Every worker is a server by itself. */
function requireSharedData(config: Config): void {
  if (config.workers === 1) return;
  const refusal = refusalOfWorkers(config);
  if (refusal !== undefined) throw new ConfigError(show(options.workers, `${config.workers}`), ...refusal);
}

function refusalOfWorkers({ database, isDev, port }: Config): [why: string, cure: string] | undefined {
  if (isDev) {
    return [
      "In development mode one process holds the clock and the inbox.",
      "Leave out --workers, or --dev.",
    ];
  }
  if (database === undefined) {
    const cure = `Set ${nameOf(options.databaseUrl)}, or leave out --workers.`;
    return ["Several processes cannot share a data folder with SQLite.", cure];
  }
  if (port !== 0) return undefined;
  return [
    "They share one port, and with port 0 each would find its own.",
    "Give a port, or leave out --workers.",
  ];
}

/** As libuv reads it: 4 when unset, 1 when it is no number, never more than 1024. */
function threadPoolSize(text: string | undefined): number {
  if (text === undefined) return 4;
  return Math.min(1024, Math.max(1, Number.parseInt(text, 10) || 1));
}

function warnAbout(name: string): string[] {
  const known = allOptions.flatMap(({ env }) => env ?? []);
  if (known.includes(name)) return [];
  const flag = name.replace("POOLHOUSE_", "").toLowerCase().replaceAll("_", "-");
  const hasFlag = allOptions.some((option) => option.flag === flag);
  return [
    `${name} is not a setting and was ignored: ${hasFlag ? `use --${flag}` : `did you mean ${nearest(name, known)}?`}`,
  ];
}
