/** A machine gets a token and an API verifies it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGuard } from "@poolhouse/client/guard";
import { createMachine } from "@poolhouse/client/machine";
import { clients, issuer } from "./_quickstart.mjs";

const { clientId, clientSecret, scopes } = clients.machine;
const machine = createMachine({ issuer, clientId, clientSecret, scopes });
const guard = createGuard({ issuer, clientIds: [clientId] });

test("a machine's token is verified", async () => {
  const token = await guard.verify(await machine.accessToken(), { scopes });
  assert.equal(token.clientId, clientId);
  assert.deepEqual([...token.scopes].sort(), [...scopes].sort());
});

test("one token serves everybody until it ends", async () => {
  const tokens = await Promise.all([machine.accessToken(), machine.accessToken(), machine.accessToken()]);
  assert.equal(new Set(tokens).size, 1);
});

test("an API answers a good token, a bad one and none", async () => {
  const good = await machine.accessToken();
  const answers = [`Bearer ${good}`, `Bearer ${good}x`, ""].map(async (authorization) => {
    const { response } = await guard.check(
      new Request("http://api.localhost/", { headers: { authorization } }),
    );
    return response?.status ?? 200;
  });
  assert.deepEqual(await Promise.all(answers), [200, 401, 401]);
});

test("a missing scope is named", async () => {
  await assert.rejects(guard.verify(await machine.accessToken(), { scopes: ["api/nothing"] }), {
    name: "ClientError",
    code: "scope_missing",
  });
});
