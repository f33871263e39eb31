/** Where the ARNs of triggers lead: the pool's own targets, then the operator's file; and what is kept of them. */
import { createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { callHouse } from "./support/house.ts";
import { callUnsigned } from "./support/json-call.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { type TriggerHost, triggerHost } from "./support/trigger-host.ts";
import { arnOf } from "./support/trigger-pool.ts";

const TriggerArn = arnOf("guard");
const Secret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;

let host: TriggerHost;

beforeEach(async () => {
  host = await triggerHost();
});

/** A pool whose PreAuthentication is the guard, and how somebody tries to get past it. */
async function guarded(server: TestServer) {
  const poolId = await createPool(server, { LambdaConfig: { PreAuthentication: TriggerArn } });
  const clientId = await passwordClient(server, poolId);
  await createPerson(server, poolId, "ada");
  return { poolId, attempt: () => signIn(server, clientId, "ada") };
}

const setTargets = (server: TestServer, UserPoolId: string, Targets: readonly object[]) =>
  callHouse(server, "SetUserPoolTriggerTargets", { UserPoolId, Targets });

function fileOf(entries: object, modules: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-triggers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(modules)) writeFileSync(join(folder, name), content);
  const file = join(folder, "triggers.json");
  writeFileSync(file, JSON.stringify(entries));
  return file;
}

describe("an ARN leads", () => {
  test("to a webhook, whose events are signed", async () => {
    const server = await testServer();
    const { poolId, attempt } = await guarded(server);
    await setTargets(server, poolId, [{ TriggerArn, Webhook: { Url: `${host.url}/guard`, Secret } }]);
    host.functions.set("guard", () => undefined);
    await attempt();
    const [request] = host.requests;
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": given } = request?.headers ?? {};
    const signature = createHmac("sha256", Buffer.alloc(32, 3)).update(`${id}.${at}.${request?.body}`);
    expect(given).toBe(`v1,${signature.digest("base64")}`);
    host.answers.set("guard", (response) => {
      response.writeHead(403).end(JSON.stringify({ errorMessage: "Closed" }));
    });
    await expectFailure(
      attempt(),
      "UserLambdaValidationException",
      "PreAuthentication failed with error Closed.",
    );
  });

  test("to an Invoke API", async () => {
    const server = await testServer();
    const { poolId, attempt } = await guarded(server);
    await setTargets(server, poolId, [{ TriggerArn, Lambda: { Endpoint: host.url, FunctionName: "guard" } }]);
    host.functions.set("guard", () => {
      throw new Error("Closed");
    });
    await expectFailure(attempt(), "UserLambdaValidationException");
  });

  test.each([
    ["guard.mjs", "export const handler = async (event) => "],
    ["guard.cjs", "exports.handler = async (event) => "],
  ])("to the handler in %s of the operator's file", async (name, start) => {
    const body = `{ if (event.userName === "ada") throw new Error("Not you"); return event; };`;
    const file = fileOf({ [TriggerArn]: { module: `./${name}` } }, { [name]: start + body });
    const server = await testServer(["--triggers", file]);
    const { poolId, attempt } = await guarded(server);
    await expectFailure(
      attempt(),
      "UserLambdaValidationException",
      "PreAuthentication failed with error Not you.",
    );
    await createPerson(server, poolId, "ben");
    await signIn(server, await passwordClient(server, poolId), "ben");
  });

  test("to the pool's own target first, and back to the file without one", async () => {
    const file = fileOf({ [TriggerArn]: { lambda: host.url, functionName: "of-the-file" } });
    const server = await testServer(["--triggers", file]);
    const { poolId, attempt } = await guarded(server);
    for (const name of ["of-the-file", "of-the-pool"]) host.functions.set(name, () => undefined);
    await attempt();
    const Lambda = { Endpoint: host.url, FunctionName: "of-the-pool" };
    await setTargets(server, poolId, [{ TriggerArn, Lambda }]);
    await attempt();
    await setTargets(server, poolId, []);
    await attempt();
    expect(host.eventsOf("of-the-file")).toHaveLength(2);
    expect(host.eventsOf("of-the-pool")).toHaveLength(1);
  });

  test("for one pool where it leads for that pool alone", async () => {
    const server = await testServer();
    const [first, second] = [await guarded(server), await guarded(server)];
    const Lambda = { Endpoint: host.url, FunctionName: "guard" };
    await setTargets(server, first.poolId, [{ TriggerArn, Lambda }]);
    host.functions.set("guard", () => undefined);
    await first.attempt();
    await expectFailure(second.attempt(), "UnexpectedLambdaException");
  });
});

describe("targets of a pool", () => {
  test("are described without their secrets, which are sealed where they are kept", async () => {
    const server = await testServer();
    const { poolId } = await guarded(server);
    const Webhook = { Url: "https://hooks.example.com/guard", Secret };
    const Lambda = { Endpoint: "https://lambda.example.com", FunctionName: "greet" };
    const wanted = [
      { TriggerArn, Webhook },
      { TriggerArn: arnOf("greet"), Lambda },
    ];
    const shown = {
      Targets: [
        { TriggerArn, Webhook: { Url: Webhook.Url } },
        { TriggerArn: arnOf("greet"), Lambda },
      ],
    };
    expect(await setTargets(server, poolId, wanted)).toEqual(shown);
    const described = await callHouse(server, "DescribeUserPoolTriggerTargets", { UserPoolId: poolId });
    expect(described).toEqual(shown);
    // What else changes about a pool leaves them alone.
    await callHouse(server, "UpdateUserPool", { UserPoolId: poolId });
    expect(await callHouse(server, "DescribeUserPoolTriggerTargets", { UserPoolId: poolId })).toEqual(shown);
    for (const name of readdirSync(server.dataFolder)) {
      expect(readFileSync(join(server.dataFolder, name)).includes(Secret.slice(6))).toBe(false);
    }
  });

  test.each([
    ["neither kind", [{ TriggerArn }]],
    [
      "both kinds",
      [
        {
          TriggerArn,
          Webhook: { Url: "https://a.example/", Secret },
          Lambda: { Endpoint: "https://a.example/", FunctionName: "f" },
        },
      ],
    ],
    ["plain http", [{ TriggerArn, Webhook: { Url: "http://a.example/", Secret } }]],
    [
      "a host that only begins like loopback",
      [{ TriggerArn, Webhook: { Url: "http://127.0.0.1.a.example/", Secret } }],
    ],
    ["another scheme", [{ TriggerArn, Webhook: { Url: "file:///etc/passwd", Secret } }]],
    ["no address", [{ TriggerArn, Webhook: { Url: "a.example", Secret } }]],
    ["an address with a name", [{ TriggerArn, Webhook: { Url: "https://a@a.example/", Secret } }]],
    ["an address with a password", [{ TriggerArn, Webhook: { Url: "https://:b@a.example/", Secret } }]],
    ["an address with a fragment", [{ TriggerArn, Webhook: { Url: "https://a.example/#b", Secret } }]],
    [
      "a secret that is none",
      [{ TriggerArn, Webhook: { Url: "https://a.example/", Secret: "x".repeat(50) } }],
    ],
    ["a name that is no ARN", [{ TriggerArn: "guard", Webhook: { Url: "https://a.example/", Secret } }]],
    [
      "two targets of one ARN",
      [
        { TriggerArn, Webhook: { Url: "https://a.example/", Secret } },
        { TriggerArn, Webhook: { Url: "https://b.example/", Secret } },
      ],
    ],
  ])("cannot be %s", async (_what, Targets) => {
    const server = await testServer();
    const UserPoolId = await createPool(server);
    await expectFailure(setTargets(server, UserPoolId, Targets), "InvalidParameterException");
    expect(await callHouse(server, "DescribeUserPoolTriggerTargets", { UserPoolId })).toEqual({
      Targets: [],
    });
  });

  test("a refused secret is not repeated", async () => {
    const server = await testServer();
    const UserPoolId = await createPool(server);
    const call = setTargets(server, UserPoolId, [
      { TriggerArn, Webhook: { Url: "https://a.example/", Secret: `${Secret}!` } },
    ]);
    await expect(call).rejects.toThrow("secret");
    await expect(call).rejects.not.toThrow(Secret);
  });

  test("are the administrator's to set and to see, of a pool that is there", async () => {
    const server = await testServer();
    const UserPoolId = await createPool(server);
    for (const operation of ["SetUserPoolTriggerTargets", "DescribeUserPoolTriggerTargets"] as const) {
      const { type } = await callUnsigned(server, operation, { UserPoolId, Targets: [] });
      expect(type).toBe("MissingAuthenticationTokenException");
      const gone = callHouse(server, operation, { UserPoolId: "us-east-1_nowhere11", Targets: [] });
      await expectFailure(gone, "ResourceNotFoundException");
    }
  });

  test("on the server's own machine need a key of the whole house; a reading key sets none", async () => {
    const server = await testServer();
    const UserPoolId = await createPool(server);
    const other = await createPool(server);
    const keyOf = async (input: object) => {
      const { AccessKey } = await callHouse(server, "CreateAccessKey", input);
      const { AccessKeyId, SecretAccessKey } = AccessKey as { AccessKeyId: string; SecretAccessKey: string };
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    };
    const ofPool = await keyOf({ Scope: "POOL", UserPoolId });
    const reading = await keyOf({ Scope: "READ_ONLY" });
    const set = (key: typeof ofPool, id: string, Url: string) =>
      callHouse(
        server,
        "SetUserPoolTriggerTargets",
        { UserPoolId: id, Targets: [{ TriggerArn, Webhook: { Url, Secret } }] },
        key,
      );
    for (const name of [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "localhost",
      "a.localhost",
      "[::1]",
      "[0:0::1]",
    ]) {
      for (const scheme of ["http", "https"]) {
        await expectFailure(set(ofPool, UserPoolId, `${scheme}://${name}:8080/`), "NotAuthorizedException");
      }
    }
    for (const name of ["localhost.", "0.0.0.0", "0", "[::]", "[::ffff:127.0.0.1]", "[::ffff:0.0.0.0]"]) {
      await expectFailure(set(ofPool, UserPoolId, `https://${name}:8080/`), "NotAuthorizedException");
      await set(server.accessKey, UserPoolId, `https://${name}:8080/`);
    }
    await set(ofPool, UserPoolId, "https://hooks.example.com/");
    await expectFailure(set(ofPool, other, "https://hooks.example.com/"), "AccessDeniedException");
    await expectFailure(set(reading, UserPoolId, "https://hooks.example.com/"), "AccessDeniedException");
    const input = { UserPoolId };
    await callHouse(server, "DescribeUserPoolTriggerTargets", input, reading);
  });
});

test("a pool cannot have a custom sender where there is no key to encrypt codes under", async () => {
  const server = await testServer();
  for (const trigger of ["CustomEmailSender", "CustomSMSSender"]) {
    const LambdaConfig = { [trigger]: { LambdaVersion: "V1_0" as const, LambdaArn: TriggerArn } };
    const call = createPool(server, { LambdaConfig });
    await expectFailure(call, "InvalidParameterException");
    await expect(call).rejects.toThrow("POOLHOUSE_CUSTOM_SENDER_KEY");
  }
});
