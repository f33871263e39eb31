import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";
import { clientCredentials, signIn, tokenRequest } from "./support/first-tokens.ts";

beforeAll(buildCli);

test("TK-15 neither screen nor log of a server holds a secret, a token, a code or a password", async () => {
  const data = freshFolder();
  await (await startCli(["--dev", "--data", data])).stop();
  const quickstart = quickstartOf(data);
  const { machine, web } = quickstart.clients;
  const server = await startCli(["--data", data]);

  const tokens = await signIn(server.url, quickstart);
  const { access_token } = await clientCredentials(server.url, machine);
  const code = "0b1c8a7e-5d1f-4b52-9a5e-2f7c9be1a0d4";
  const wrongSecret = "a-wrong-secret-that-somebody-mistyped";
  const refused = await Promise.all([
    tokenRequest(server.url, { ...web, clientSecret: wrongSecret }, { grant_type: "client_credentials" }),
    tokenRequest(server.url, web, { grant_type: "authorization_code", code, redirect_uri: web.redirectUri }),
    tokenRequest(server.url, web, { grant_type: "refresh_token", refresh_token: tokens.RefreshToken }),
    fetch(`${server.url}/oauth2/token?refresh_token=${tokens.RefreshToken}`, { method: "POST" }),
    fetch(server.url, { method: "POST", body: `{"AccessToken": "${tokens.AccessToken}` }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(await server.stop()).toBe(0);

  const said = server.stdout() + server.stderr();
  const secrets = [
    quickstart.secretAccessKey,
    quickstart.user.password,
    machine.clientSecret,
    web.clientSecret,
    wrongSecret,
    code,
    access_token,
    tokens.AccessToken,
    tokens.IdToken,
    tokens.RefreshToken,
  ];
  for (const secret of secrets) expect(said).not.toContain(secret);
});

test.skipIf(!existsSync("/dev/full"))("a disk that is full of log does not end the server", async () => {
  const server = await startCli(["--data", freshFolder()], {}, { log: "/dev/full" });
  const ask = async () => (await fetch(`${server.url}/nowhere`)).status;
  expect([await ask(), await ask(), await ask()]).toEqual([404, 404, 404]);
  expect(await server.stop()).toBe(0);
});

test("a log that nobody reads keeps neither requests nor the stop waiting", async () => {
  const server = await startCli(["--data", freshFolder()], {}, { isLogUnread: true });
  const ask = async () => (await fetch(`${server.url}/nowhere`)).status;
  const statuses: number[] = [];
  // Some 400 KB of log: more than a pipe holds.
  for (let round = 0; round < 40; round += 1) {
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, ask))));
  }
  expect(new Set(statuses)).toEqual(new Set([404]));
  expect(await server.stop()).toBe(0);
});
