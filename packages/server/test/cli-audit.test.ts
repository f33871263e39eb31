/** The audit log as an operator meets it: written by every door, read and verified at the terminal beside the running server. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, poolhouse, quickstartOf, startCli } from "./support/cli.ts";
import { signIn } from "./support/first-tokens.ts";

beforeAll(buildCli);

interface Line {
  readonly pool: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly action: string;
  readonly requestId: string | null;
  readonly source: string | null;
  readonly changes: readonly { what: string; on: string; outcome?: string; flow?: string; event?: string }[];
}

async function readAudit(data: string, ...flags: string[]): Promise<Line[]> {
  const { code, stdout, stderr } = await poolhouse(["audit", "--data", data, "--json", ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

test("AC-14: says who changed what, on what, by which request, and finds a record that somebody edited", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--data", data]);
  const quickstart = quickstartOf(data);
  const { userPoolId, user } = quickstart;
  await signIn(server.url, quickstart);
  await poolhouse(["keys", "create", "--scope", "READ_ONLY", "--data", data]);

  const pool = await readAudit(data, "--pool", userPoolId);
  const created = pool.find(({ action }) => action === "CreateUserPool");
  expect(created?.actor).toEqual({ kind: "house", id: "" });
  const [attempt, pass] = pool.filter(({ action }) => action === "InitiateAuth");
  expect(attempt).toMatchObject({
    actor: { kind: "anonymous", id: "" },
    source: "127.0.0.1",
    changes: [{ what: "authEvents.presume", on: `SignIn of person ${user.sub}`, outcome: "Attempt" }],
  });
  expect(pass?.changes).toMatchObject([
    { what: "authEvents.put", on: `SignIn of person ${user.sub}`, outcome: "Pass", flow: "PASSWORD" },
    { what: "families.insert" },
  ]);
  expect(pass?.requestId).toBe(attempt?.requestId);
  const event = attempt?.changes[0]?.event;
  expect(pass?.changes[0]?.event).toBe(event);

  const house = await readAudit(data, "--pool", "house");
  const byCommand = house.filter(({ actor }) => actor.kind === "commandLine");
  expect(byCommand.map(({ action }) => action)).toEqual(["CreateAccessKey"]);

  const running = await poolhouse(["audit", "verify", "--data", data]);
  expect(running.code).toBe(0);
  expect(running.stdout).toContain("Everything is as it was written: ");
  const kept = await poolhouse(["audit", "verify", "--data", data, "--json"]);
  const ends = join(freshFolder(), "ends.json");
  writeFileSync(ends, kept.stdout);
  expect(await server.stop()).toBe(0);

  const against = ["audit", "verify", "--data", data, "--against", ends];
  expect((await poolhouse(against)).code).toBe(0);
  const db = new DatabaseSync(join(data, "poolhouse.sqlite"));
  const edit = "UPDATE audit_records SET actor_id = 'somebody else' WHERE action = 'CreateUserPool'";
  expect(() => db.exec(edit)).toThrow("the audit log is append-only");
  db.exec(`DROP TRIGGER audit_records_stay; ${edit}`);
  db.close();
  const edited = await poolhouse(against);
  expect(edited.code).toBe(1);
  expect(edited.stdout).toMatch(
    new RegExp(`${userPoolId}: NOT as written[^\\n]*\\n {2}the record \\S+ was altered`),
  );
  const pruning = await poolhouse(["audit", "prune", "--before", "1d", "--data", data]);
  expect(pruning.code).toBe(1);
  expect(pruning.stderr).toContain("See all of it: poolhouse audit verify");
}, 120_000);

test("a moment, a pool or a file that cannot be used is told with what can", async () => {
  const data = freshFolder();
  await (await startCli(["--dev", "--data", data])).stop();
  const refused = async (...args: string[]) => (await poolhouse(["audit", ...args, "--data", data])).stderr;
  expect(await refused("--since", "yesterday")).toContain("For example: --since 2026-11-24");
  expect(await refused("--pool", "us-east-1_nowhere00")).toContain(
    "There is no audit log of us-east-1_nowhere00.",
  );
  expect(await refused("verify", "--against", "missing.json")).toContain("missing.json cannot be used.");
  expect(await refused("prune")).toContain("--before is missing.");
});

test("a list that is cut says so, and leaves its lines to programs", async () => {
  const data = freshFolder();
  await (await startCli(["--dev", "--data", data])).stop();
  const list = (...args: string[]) => poolhouse(["audit", "--json", ...args, "--data", data]);
  const all = await list();
  const cut = await list("--limit", "2");
  expect([all.code, all.stderr]).toEqual([0, ""]);
  // One of the house, and two of the pool.
  expect([cut.code, cut.stdout.trimEnd().split("\n").length]).toEqual([0, 3]);
  expect(cut.stderr).toBe("There are later records: raise --limit, or begin later with --since.\n");
});
