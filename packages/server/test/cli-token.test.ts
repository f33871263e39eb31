import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, poolhouse, quickstartOf, startCli } from "./support/cli.ts";
import { clientCredentials, signIn } from "./support/first-tokens.ts";

beforeAll(buildCli);

test("a good access token: exit code 0, the claims in words, the signature by the data folder's keys", async () => {
  const { data, tokens } = await signedIn();
  const { code, stdout } = await inspect(["-", "--data", data], tokens.AccessToken);
  expect(code).toBe(0);
  expect(stdout).toContain("Access token of a person, ");
  expect(stdout).toContain("Nothing wrong was found.");
  expect(stdout).toMatch(/It expires in 59 minutes: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\./);
  expect(stdout).toContain(`from pool ${quickstartOf(data).userPoolId} in ${data}.`);
  expect(stdout).toMatch(/\n {2}token_use +access +access opens things/);
});

test("the keys can come from the issuer, and a token of another pool is refused by them", async () => {
  const { data, tokens } = await signedIn();
  const other = await signedIn();
  const { issuer } = quickstartOf(data);
  const empty = freshFolder();
  expect((await inspect(["-", "--issuer", issuer, "--data", empty], tokens.AccessToken)).code).toBe(0);
  const wrong = await inspect(["-", "--issuer", issuer, "--json"], other.tokens.AccessToken);
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stdout).problems.map(({ code }: { code: string }) => code)).toEqual([
    "keyUnknown",
    "otherIssuer",
  ]);
});

test("the keys can come from a file", async () => {
  const { data, tokens } = await signedIn();
  const file = join(freshFolder(), "jwks.json");
  writeFileSync(file, await (await fetch(`${quickstartOf(data).issuer}/.well-known/jwks.json`)).text());
  const { code, stdout } = await inspect(["--jwks", file], tokens.IdToken);
  expect(code).toBe(0);
  expect(stdout).toContain("ID token, ");
  expect(stdout).toContain("It never expires.");
});

test("an ID token where an access token is due, an altered token and a refresh token", async () => {
  const { data, tokens } = await signedIn();
  const id = await inspect(["-", "--as", "access", "--data", data], tokens.IdToken);
  expect([id.code, id.stdout]).toEqual([1, expect.stringContaining("Wrong: It is no access token")]);
  const altered = await inspect(["-", "--data", data], `${tokens.AccessToken.slice(0, -8)}AAAAAAAA`);
  expect([altered.code, altered.stdout]).toEqual([
    1,
    expect.stringContaining("Wrong: The signature is wrong"),
  ]);
  const refresh = await inspect(["-"], tokens.RefreshToken);
  expect([refresh.code, refresh.stdout]).toEqual([0, expect.stringContaining("Refresh token, ")]);
});

test("a machine's token on the command line", async () => {
  const { data, url } = await signedIn();
  const { access_token } = await clientCredentials(url, quickstartOf(data).clients.machine);
  const { code, stdout } = await inspect([access_token, "--data", data]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Access token of a machine, ")]);
});

test("what is no token: exit code 1", async () => {
  const { code, stdout } = await inspect(["hello"]);
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining(
      "Wrong: It cannot be read as any kind of token.\n  What to do: See what was copied",
    ),
  ]);
});

test.each([
  [[], "The token is missing."],
  [["a.b.c", "--as", "refresh"], "--as refresh is not known."],
  [["a.b.c", "--send"], "Unknown option '--send'."],
])("wrong usage %j: exit code 2", async (args, what) => {
  const { code, stderr } = await inspect(args);
  expect([code, stderr.split("\n")[0]]).toEqual([2, what]);
});

test("keys are not fetched over plain http from elsewhere", async () => {
  const { tokens } = await signedIn();
  const { code, stderr } = await inspect(["-", "--issuer", "http://id.example.com/pool"], tokens.AccessToken);
  expect([code, stderr]).toEqual([2, expect.stringContaining("anybody on the way could give false keys")]);
});

async function signedIn() {
  const data = freshFolder();
  const { url } = await startCli(["--dev", "--data", data]);
  return { data, url, tokens: await signIn(url, quickstartOf(data)) };
}

/** Without `--data`, in a folder where there is none. */
function inspect(args: readonly string[], input = "") {
  return poolhouse(["token", "inspect", ...args], { input, env: { POOLHOUSE_DATA: "/nowhere/at/all" } });
}
