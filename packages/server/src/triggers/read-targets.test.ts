import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ConfigError } from "../config/config-error.ts";
import { readTargets } from "./read-targets.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:greet";
const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-triggers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const read = (entries: unknown, files: Readonly<Record<string, string>> = {}) => {
  const content = typeof entries === "string" ? entries : JSON.stringify(entries);
  return readTargets(join(folderWith({ ...files, "triggers.json": content }), "triggers.json"), "eu-west-1");
};

test("without a file there are no targets", async () => {
  expect(await readTargets(undefined, "us-east-1")).toEqual(new Map());
});

test("reads webhooks and Invoke endpoints", async () => {
  const lambda = { lambda: "http://localhost:3001", functionName: "greet" };
  const keys = { accessKeyId: "AKIA", secretAccessKey: "s" };
  const targets = await read({
    [arn]: { webhook: "https://hooks.example.com/greet", secret },
    [`${arn}2`]: lambda,
    [`${arn}3`]: { ...lambda, ...keys },
    [`${arn}4`]: { ...lambda, ...keys, region: "us-west-2" },
  });
  const plain = { kind: "lambda", endpoint: "http://localhost:3001", functionName: "greet" };
  expect(Object.fromEntries(targets)).toEqual({
    [arn]: { kind: "webhook", url: "https://hooks.example.com/greet", secret },
    [`${arn}2`]: { ...plain, credentials: undefined },
    [`${arn}3`]: { ...plain, credentials: { ...keys, region: "eu-west-1" } },
    [`${arn}4`]: { ...plain, credentials: { ...keys, region: "us-west-2" } },
  });
});

test.each([
  ["an ES module", "greet.mjs", "export const handler = async (event) => event;", undefined],
  ["CommonJS", "greet.cjs", "exports.handler = async (event) => event;", undefined],
  ["a default export", "greet.mjs", "export default { greet: async (event) => event };", "greet"],
  [
    "a name of its own",
    "greet.mjs",
    "await 0; export async function greet(event) { return event; }",
    "greet",
  ],
])("loads %s", async (_what, file, content, handler) => {
  const targets = await read({ [arn]: { module: `./${file}`, handler } }, { [file]: content });
  const target = targets.get(arn);
  expect(target?.kind === "module" && (await target.handler({ a: 1 }, {}, () => undefined))).toEqual({
    a: 1,
  });
});

const webhook = "https://hooks.example.com/greet";
const module = "./greet.mjs";
const broken: readonly (readonly [what: string, entries: unknown, why: string])[] = [
  ["no JSON", '{\n  "a": whsec_abc\n}', "It is not JSON"],
  ["a list", [], "It must be a JSON object from ARNs to targets."],
  ["a name that is no ARN", { greet: { module } }, "It is not the ARN of a Lambda function."],
  ["an entry that is none", { [arn]: "greet" }, "It must name a module, a webhook or a lambda"],
  ["two kinds at once", { [arn]: { module, webhook, secret } }, "only one of them"],
  ["an unknown member", { [arn]: { webhook, secret, sercet: "" } }, "sercet"],
  ["a webhook without a secret", { [arn]: { webhook } }, "secret: "],
  ["a short secret", { [arn]: { webhook, secret: "whsec_AAAA" } }, "secret: It must be whsec_"],
  [
    "plain http",
    { [arn]: { webhook: "http://hooks.example.com/", secret } },
    "webhook: It must be an https URL",
  ],
  ["no address", { [arn]: { lambda: "localhost", functionName: "f" } }, "lambda: It must be an https URL"],
  ["an address with a name", { [arn]: { webhook: "https://a@example.com/", secret } }, "https URL"],
  ["an address with a password", { [arn]: { webhook: "https://:b@example.com/", secret } }, "https URL"],
  ["an address with a fragment", { [arn]: { webhook: "https://example.com/#a", secret } }, "https URL"],
  ["half a key", { [arn]: { lambda: webhook, functionName: "f", accessKeyId: "A" } }, "go together"],
  ["a module on the network", { [arn]: { module: "https://example.com/x.mjs" } }, "It must be a path"],
  ["a module that is not there", { [arn]: { module: "./gone.mjs" } }, "cannot be used: "],
  ["a module that throws", { [arn]: { module } }, "boom"],
  [
    "a handler that is not there",
    { [arn]: { module: "./good.mjs", handler: "greet" } },
    "no function named greet",
  ],
];

test.each(broken)("%s stops the start, by name and with a cure", async (_what, entries, why) => {
  const files = { "greet.mjs": "throw new Error('boom');", "good.mjs": "export const handler = 1;" };
  const error = await read(entries, files).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(ConfigError);
  const { what, why: given, cure } = error as ConfigError;
  expect(what).toContain("triggers.json");
  expect(given).toContain(why);
  expect(cure).not.toBe("");
  expect(`${what}${given}${cure}`).not.toMatch(/whsec_[A-Za-z]{3}/);
});

test("a folder instead of a file is told", async () => {
  const error = await readTargets(folderWith({}), "us-east-1").catch((each: unknown) => each);
  expect(error).toBeInstanceOf(ConfigError);
});
