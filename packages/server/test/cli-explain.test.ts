import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, poolhouse, quickstartOf, startCli } from "./support/cli.ts";
import { tokenRequest } from "./support/first-tokens.ts";

beforeAll(buildCli);

test("explains a failed token request beside the running server", async () => {
  const data = freshFolder();
  const { url } = await startCli(["--dev", "--data", data]);
  const { clientId } = quickstartOf(data).clients.machine;
  const secret = "not-the-secret-at-all";
  const failed = await tokenRequest(
    url,
    { clientId, clientSecret: secret },
    { grant_type: "client_credentials" },
  );
  const { request_id } = await failed.json();
  const { code, stdout } = await poolhouse(["explain", request_id, "--data", data]);
  expect(code).toBe(0);
  expect(stdout).toContain(`the secret sent is none of the secrets of the client ${clientId}`);
  expect(stdout).toContain("What to change: ");
  expect(stdout.trimEnd()).not.toContain("\n");
  expect(stdout).not.toContain(secret);
  const json = await poolhouse(["explain", request_id, "--data", data, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ RequestId: request_id, Error: "invalid_client" });
});

test("what a stranger sent cannot write on the operator's screen", async () => {
  const data = freshFolder();
  const { url } = await startCli(["--dev", "--data", data]);
  const failed = await tokenRequest(url, quickstartOf(data).clients.machine, {
    grant_type: "\u001b[2Jhello",
  });
  const { request_id } = await failed.json();
  const { stdout } = await poolhouse(["explain", request_id, "--data", data]);
  expect(stdout).toContain("\\u{1b}[2Jhello");
});

test("an unknown request id", async () => {
  const data = freshFolder();
  await startCli(["--dev", "--data", data]);
  const { code, stderr } = await poolhouse(["explain", "no-such-request", "--data", data]);
  expect(code).toBe(1);
  expect(stderr.trimEnd().split("\n")).toEqual([
    "Nothing is known about the request no-such-request.",
    expect.stringMatching(/for a week.*\/oauth2\/token/),
    expect.stringContaining("--data"),
  ]);
});

test("no request id is a wrong usage", async () => {
  const { code, stderr } = await poolhouse(["explain"]);
  expect([code, stderr.split("\n")[0]]).toEqual([2, "The request id is missing."]);
});
