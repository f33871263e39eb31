/**
 * The operator's file: where the ARNs in pools' `LambdaConfig` lead. It is read once, at the start, and whatever is wrong in it
 * stops the start with the entry's name: a trigger that turns out to be missing at the first sign-up is found by the wrong person.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { ConfigError, nameOf } from "../config/config-error.ts";
import { isLoopback } from "../config/loopback.ts";
import { options } from "../config/options.ts";
import type { LambdaFunction } from "./invoke-lambda.ts";
import type { LambdaHandler } from "./lambda-handler.ts";
import { loadHandler } from "./load-handler.ts";
import type { Webhook } from "./webhook.ts";

export type Target =
  | { readonly kind: "module"; readonly handler: LambdaHandler }
  | ({ readonly kind: "webhook" } & Webhook)
  | ({ readonly kind: "lambda" } & LambdaFunction);

/** Throws `ConfigError`. Without a file there are none. `region` is of signatures that do not say. */
export async function readTargets(
  file: string | undefined,
  region: string,
): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  if (file === undefined) return targets;
  for (const [arn, entry] of Object.entries(readEntries(file))) {
    if (!/^arn:[^:]+:lambda:[^:]*:\d+:function:.+$/.test(arn)) {
      throw wrong(file, arn, "It is not the ARN of a Lambda function.", arnCure);
    }
    targets.set(arn, await targetOf(file, arn, entry, region));
  }
  return targets;
}

const arnCure = "Name the function as the pool does: arn:aws:lambda:us-east-1:000000000000:function:name";
const entryCure =
  'Give { "module", "handler" }, { "webhook", "secret" } or { "lambda", "functionName" }; docs/triggers.md has one of each.';

function readEntries(file: string): Readonly<Record<string, unknown>> {
  const read = readJson(file);
  if (typeof read === "string") throw unusable(file, read);
  const entries = z.record(z.string(), z.unknown()).safeParse(read.json);
  if (entries.success) return entries.data;
  throw unusable(file, "It must be a JSON object from ARNs to targets.");
}

/** A text says what is wrong. The parser's own words quote the file, and there are secrets in it: only the place is told. */
function readJson(file: string): { readonly json: unknown } | string {
  try {
    return { json: JSON.parse(readFileSync(file, "utf8")) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) return reasonOf(error);
    const place = /line \d+ column \d+/.exec(error.message)?.[0];
    return place === undefined ? "It is not JSON." : `It is not JSON: look at ${place}.`;
  }
}

function unusable(file: string, why: string): ConfigError {
  return new ConfigError(
    `${nameOf(options.triggers)} is ${JSON.stringify(file)}.`,
    why,
    options.triggers.cure,
  );
}

async function targetOf(file: string, arn: string, entry: unknown, region: string): Promise<Target> {
  const kinds = z.record(z.string(), z.unknown()).safeParse(entry);
  const named = (["module", "webhook", "lambda"] as const).filter((kind) => kinds.data?.[kind] !== undefined);
  if (named.length !== 1) {
    throw wrong(file, arn, "It must name a module, a webhook or a lambda, and only one of them.", entryCure);
  }
  if (named[0] === "webhook") {
    const { webhook, secret } = parse(file, arn, webhookEntry, entry);
    return { kind: "webhook", url: webhook, secret };
  }
  if (named[0] === "lambda") return lambdaTarget(parse(file, arn, lambdaEntry, entry), region);
  const { module, handler } = parse(file, arn, moduleEntry, entry);
  const path = resolve(dirname(file), module);
  const loaded = await loadHandler(path, handler).catch(reasonOf);
  if (typeof loaded === "function") return { kind: "module", handler: loaded };
  const cure = "Correct the path (relative to the file it stands in), the handler's name, or the module.";
  throw wrong(file, arn, `The module ${path} cannot be used: ${loaded}`, cure);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse<T>(file: string, arn: string, schema: z.ZodType<T>, entry: unknown): T {
  const parsed = schema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join(".") ?? "";
  throw wrong(
    file,
    arn,
    `${member === "" ? "" : `${member}: `}${issue?.message ?? "It is not valid."}`,
    entryCure,
  );
}

/** Never shows a value: secrets are among them. */
function wrong(file: string, arn: string, why: string, cure: string): ConfigError {
  return new ConfigError(`The entry ${JSON.stringify(arn)} of ${file} cannot be used.`, why, cure);
}

const address = z
  .string()
  .refine((text) => isSafeUrl(text), "It must be an https URL; plain http is for loopback hosts only.");

const moduleEntry = z.strictObject({
  module: z
    .string()
    .refine((path) => !/^[a-z][a-z0-9+.-]+:/i.test(path), "It must be a path, relative to this file."),
  handler: z.string().min(1).default("handler"),
});

const webhookEntry = z.strictObject({
  webhook: address,
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "It must be whsec_ and at least 24 random bytes in base64."),
});

const lambdaEntry = z
  .strictObject({
    lambda: address,
    functionName: z.string().min(1),
    accessKeyId: z.string().min(1).optional(),
    secretAccessKey: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
  })
  .refine(
    ({ accessKeyId, secretAccessKey }) => (accessKeyId === undefined) === (secretAccessKey === undefined),
    "accessKeyId and secretAccessKey go together.",
  );

function lambdaTarget(entry: z.infer<typeof lambdaEntry>, region: string): Target {
  const { lambda, functionName, accessKeyId, secretAccessKey } = entry;
  const credentials =
    accessKeyId === undefined || secretAccessKey === undefined
      ? undefined
      : { accessKeyId, secretAccessKey, region: entry.region ?? region };
  return { kind: "lambda", endpoint: lambda, functionName, credentials };
}

/** Events carry addresses, codes and, for UserMigration, passwords. */
function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}
