import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, poolhouse, quickstartOf, startCli } from "./support/cli.ts";

beforeAll(buildCli);

test("a key made beside a running server works at once, and not once it is deleted", async () => {
  const { data, url } = await startedInDevelopment();
  const made = JSON.parse(
    (await keys(data, "create", "--scope", "READ_ONLY", "--description", "for CI", "--json")).stdout,
  );
  expect(made).toMatchObject({ scope: "READ_ONLY", userPoolId: null, description: "for CI" });
  expect((await poolsSeenBy(url, made)).UserPools).toHaveLength(1);

  const listed = await keys(data, "list");
  expect(listed.stdout).toMatch(
    new RegExp(`${made.accessKeyId} +READ_ONLY +\\d{4}-\\d\\d-\\d\\d +for CI\\n`),
  );
  expect(listed.stdout).not.toContain(made.secretAccessKey);

  expect((await keys(data, "delete", made.accessKeyId)).code).toBe(0);
  await expect(poolsSeenBy(url, made)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
});

test("a key of one pool says which", async () => {
  const { data } = await startedInDevelopment();
  const { userPoolId } = quickstartOf(data);
  const { stdout } = await keys(data, "create", "--pool", userPoolId, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ scope: "POOL", userPoolId });
  expect((await keys(data, "create", "--pool", "us-east-1_Elsewhere")).code).toBe(1);
});

test("the last key that may do everything stays", async () => {
  const { data } = await startedInDevelopment();
  const { accessKeyId } = quickstartOf(data);
  const { code, stderr } = await keys(data, "delete", accessKeyId);
  expect([code, stderr.trimEnd().split("\n").length]).toEqual([1, 3]);
  expect((await keys(data, "list")).stdout).toContain(accessKeyId);
});

test("a key for everything must be asked for by name", async () => {
  const { code, stderr } = await keys(freshFolder(), "create");
  expect([code, stderr.split("\n")[0]]).toEqual([2, "The scope is missing."]);
});

test("a folder without data is left alone", async () => {
  const data = freshFolder();
  const { code, stderr } = await keys(data, "list");
  expect([code, stderr.split("\n")[0]]).toEqual([1, `There is no Poolhouse data in ${data}.`]);
});

test("a master key kept elsewhere is asked for, and none is made in its place", async () => {
  const data = freshFolder();
  const masterKey = "dGhpcyBpcyBhIG1hc3RlciBrZXkgZm9yIGEgdGVzdCE";
  await startCli(["--dev", "--data", data], { POOLHOUSE_MASTER_KEY: masterKey });
  const { code, stderr } = await keys(data, "list");
  expect([code, stderr.split("\n")[0]]).toEqual([1, "The master key is missing."]);
  expect(existsSync(join(data, "master.key"))).toBe(false);
});

async function startedInDevelopment(): Promise<{ readonly data: string; readonly url: string }> {
  const data = freshFolder();
  const { url } = await startCli(["--dev", "--data", data]);
  return { data, url };
}

function keys(data: string, ...args: string[]) {
  return poolhouse(["keys", ...args, "--data", data]);
}

async function poolsSeenBy(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
  try {
    return await client.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  } finally {
    client.destroy();
  }
}
