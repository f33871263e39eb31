/** What a token says, without anybody being asked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspectToken, parseKeySet, splitToken } from "@poolhouse/client/inspect";
import { createMachine } from "@poolhouse/client/machine";
import { clients, issuer } from "./_quickstart.mjs";

const { clientId, clientSecret, scopes } = clients.machine;
const token = await createMachine({ issuer, clientId, clientSecret, scopes }).accessToken();
const keys = parseKeySet(await (await fetch(`${issuer}/.well-known/jwks.json`)).text());

test("a good token is explained, and its signature checked", async () => {
  const report = await inspectToken(`Bearer ${token}`, { keys, expect: { use: "access", issuer } });
  assert.equal(report.kind, "accessToken");
  assert.deepEqual([report.verdict.state, report.signature.state, report.problems], ["good", "verified", []]);
  assert.equal(report.claims.find(({ name }) => name === "client_id")?.value, clientId);
  assert.equal(splitToken(token).length, 3);
});

test("an old and a tampered one are told from it", async () => {
  const [head, , signature] = token.split(".");
  const other = Buffer.from(JSON.stringify({ iss: issuer, token_use: "access" })).toString("base64url");
  const tampered = await inspectToken([head, other, signature].join("."), { keys });
  assert.equal(tampered.signature.state, "wrong");
  const old = await inspectToken(token, { keys, now: Date.now() + 86_400_000 });
  assert.deepEqual(
    old.problems.map(({ code }) => code),
    ["expired"],
  );
});
