import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, poolhouse, quickstartOf, startCli } from "./support/cli.ts";
import { clientCredentials, signIn } from "./support/first-tokens.ts";

beforeAll(buildCli);

test("the first start prints one screen: what runs, where, and how to try it", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--data", data]);
  const { clients, user, issuer } = quickstartOf(data);
  const screen = server.stdout();
  expect(screen.split("\n").length).toBeLessThanOrEqual(24);
  expect(screen).toContain(`Issuer        ${issuer}\n`);
  expect(screen).toContain(`Inbox         ${server.url}/_dev/inbox\n`);
  expect(screen).toContain(`Inspector     ${server.url}/inspect\n`);
  expect(screen).toContain(user.password);
  expect(screen).toContain(`${server.url}/oauth2/authorize?client_id=${clients.web.clientId}`);
  expect(screen).toContain(`-u ${clients.machine.clientId}:${clients.machine.clientSecret}`);
  expect(screen).not.toContain("\u001b");
  expect(server.stderr()).toBe("");
});

test("quickstart.json has what programs need, for its owner alone", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--data", data]);
  const quickstart = quickstartOf(data);
  expect(statSync(join(data, "quickstart.json")).mode & 0o777).toBe(0o600);
  const text = expect.stringMatching(/./);
  const scopes = expect.arrayContaining(["api/read"]);
  const app = { clientId: text, redirectUri: text, logoutUri: text, scopes };
  expect(quickstart).toStrictEqual({
    endpoint: server.url,
    issuer: `${server.url}/${quickstart.userPoolId}`,
    region: "us-east-1",
    userPoolId: expect.stringMatching(/^us-east-1_\w{9}$/),
    accessKeyId: text,
    secretAccessKey: text,
    clients: {
      web: { ...app, clientSecret: text },
      spa: app,
      machine: { clientId: text, clientSecret: text, scopes: ["api/read", "api/write"] },
    },
    user: { username: text, email: text, password: text, sub: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test("the quickstart's tokens live as long as promised, and carry the account number", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--data", data]);
  const quickstart = quickstartOf(data);
  expect((await clientCredentials(server.url, quickstart.clients.machine)).expires_in).toBe(3600);
  const { AccessToken, IdToken, ExpiresIn } = await signIn(server.url, quickstart);
  const id = claimsOf(IdToken);
  expect(ExpiresIn).toBe(3600);
  expect(id["exp"]).toBe(253_402_300_799);
  expect(id["UAID"]).toMatch(/^\d+$/);
  expect(id["email_verified"]).toBe(true);
  expect(claimsOf(AccessToken)["sub"]).toBe(quickstart.user.sub);
});

test("a later start keeps the pool, and writes down where it answers now", async () => {
  const data = freshFolder();
  const first = await startCli(["--dev", "--data", data]);
  const before = quickstartOf(data);
  expect(await first.stop()).toBe(0);
  const second = await startCli(["--dev", "--data", data]);
  const after = quickstartOf(data);
  const { endpoint, issuer, ...kept } = after;
  expect(before).toMatchObject(kept);
  expect([endpoint, issuer]).toEqual([second.url, `${second.url}/${before.userPoolId}`]);
  await clientCredentials(second.url, before.clients.machine);
});

test("a chosen admin key is the one in quickstart.json", async () => {
  const data = freshFolder();
  await startCli(["--dev", "--data", data], {
    POOLHOUSE_ACCESS_KEY_ID: "CIKEY00000000000",
    POOLHOUSE_SECRET_ACCESS_KEY: "a-secret-of-our-own-choosing",
  });
  const { accessKeyId, secretAccessKey } = quickstartOf(data);
  expect([accessKeyId, secretAccessKey]).toEqual(["CIKEY00000000000", "a-secret-of-our-own-choosing"]);
});

test("outside development mode the admin key is shown at the first start and never again", async () => {
  const data = freshFolder();
  const first = await startCli(["--data", data]);
  const id = /Access key id +(AKIA\w{16})\n/.exec(first.stdout())?.[1] ?? "";
  expect(first.stdout()).toMatch(/Secret access key {2}\w{40}\n/);
  expect(id).not.toBe("");
  expect(existsSync(join(data, "quickstart.json"))).toBe(false);
  await first.stop();
  const second = await startCli(["--data", data]);
  expect(second.stdout()).not.toContain("Secret access key");
  expect((await poolhouse(["keys", "list", "--data", data])).stdout).toContain(id);
});

test("behind a public URL it says where it listens, for whoever sets the proxy up", async () => {
  const server = await startCli(["--public-url", "https://id.example.com", "--data", freshFolder()]);
  const [, address] = /^ {2}Listens on +(127\.0\.0\.1:\d+)$/m.exec(server.stdout()) ?? [];
  expect((await fetch(`http://${address}/health/ready`)).status).toBe(200);
  expect(server.url).toBe("https://id.example.com");
});

test("--json prints one line for programs, without the quickstart's secrets", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--json", "--data", data]);
  const { secretAccessKey, clients, user } = quickstartOf(data);
  expect(JSON.parse(server.stdout())).toMatchObject({
    endpoint: server.url,
    port: Number(new URL(server.url).port),
    quickstartFile: join(data, "quickstart.json"),
  });
  for (const secret of [secretAccessKey, clients.web.clientSecret, user.password]) {
    expect(server.stdout()).not.toContain(secret);
  }
});

test.each(["start", "explain", "token", "keys", "audit"])(
  "%s --help says what it does, and does nothing",
  async (name) => {
    const { code, stdout, stderr } = await poolhouse([name, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`poolhouse ${name}`);
    expect((await poolhouse(["help", name])).stdout).toBe(stdout);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);

test("who does not read the output to its end, as head does, makes no failure of it", async () => {
  const { code, stderr } = await poolhouse(["start", "--help"], { isUnread: true });
  expect([code, stderr]).toEqual([0, ""]);
});

test("an unknown command names the known ones", async () => {
  const { code, stdout, stderr } = await poolhouse(["archive"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^"archive" is not a command\.\n.*\nKnown commands: start, explain, token, keys, audit, doctor, backup, restore, reseal, migrate\.\n$/,
  );
});

test("--version is the version of the package", async () => {
  const file = join(import.meta.dirname, "..", "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8"));
  for (const word of ["--version", "version"]) expect((await poolhouse([word])).stdout).toBe(`${version}\n`);
});

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
