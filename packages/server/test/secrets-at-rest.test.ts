/** What a thief of the data folder finds: nothing that can be spent (TK-15). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askToken, refresh } from "./support/oauth.ts";
import {
  codeClient,
  createApi,
  createClient,
  createPerson,
  createPool,
  machineClient,
  password,
} from "./support/pool.ts";
import { testServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword } from "./support/sign-in.ts";

test("no token, code, client secret or password is in the data folder in the clear (TK-15)", async () => {
  const server = await testServer();
  const poolId = await createPool(server);
  await createApi(server, poolId);
  const machine = await createClient(server, poolId, machineClient);
  const client = await createClient(server, poolId, {
    ...codeClient,
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
  });
  const person = await createPerson(server, poolId, "ada");

  const waiting = await issueCode(server, { poolId, client, person });
  const spent = await issueCode(server, { poolId, client, person });
  await redeem(server, client, spent);
  const hosted = await signInByCode(server, { poolId, client, person });
  const api = await signInByPassword(server, client, person);
  const refreshed = await refresh(server, client, hosted.refreshToken);
  const machines = await askToken(server, machine, { grant_type: "client_credentials" });
  // Failed requests leave events behind: not with what was tried.
  await redeem(server, client, spent);
  await refresh(server, client, `${api.refreshToken}x`);

  const secrets = [
    ...[
      waiting,
      spent,
      password,
      client.clientSecret,
      machine.clientSecret,
      server.accessKey.secretAccessKey,
    ],
    ...Object.values(hosted).flatMap(parts),
    ...Object.values(api).flatMap(parts),
    ...[refreshed.body.refresh_token, machines.body.access_token].flatMap(parts),
  ];
  for (const secret of secrets) expect(secret?.length).toBeGreaterThan(10);
  const files = readdirSync(server.dataFolder);
  expect(files.some((name) => name.includes("sqlite"))).toBe(true);
  for (const name of files) {
    const bytes = readFileSync(join(server.dataFolder, name));
    for (const secret of secrets) expect(bytes.includes(secret ?? ""), `${name} holds ${secret}`).toBe(false);
  }
});

/** A token whole, and the part of it that makes it valid. */
function parts(token: string | undefined): (string | undefined)[] {
  return [token, token?.split(".").at(-1)];
}
