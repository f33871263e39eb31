/**
 * AP-09: every operation there is, with the things of one pool at another: people, groups, devices, passkeys, sessions, codes,
 * tokens and secrets. It finds nothing, tells nothing and changes nothing; and what it does with its own pool's things it
 * does there alone, though people and groups have the same names in both. An operation that is new is part of it by itself.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { table } from "../src/operations/table.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";
import { inputOf } from "./support/tenant-inputs.ts";
import { createTenant, type Tenant, type Things, thingsOf } from "./support/tenants.ts";

let server: TestServer;
/** Whose things are brought. */
let away: Tenant;
/** Where they are brought. */
let home: Tenant;

beforeAll(async () => {
  server = await startTestServer();
  [away, home] = [await createTenant(server), await createTenant(server)];
});
afterAll(() => server.close());

/** They name no pool, or make one. */
const ofTheHouse: readonly AnyOperationName[] = [
  "CreateAccessKey",
  "CreateUserPool",
  "DeleteAccessKey",
  "ExplainRequest",
  "ListAccessKeys",
  "ListUserPools",
];
/** Refuses everybody. */
const refusing: readonly AnyOperationName[] = ["UpdateAuthEventFeedback"];

// `Object.keys` forgets the type of the keys, and the table has no other keys.
const built = (Object.keys(table) as AnyOperationName[]).filter((each) => table[each].gate !== "notYet");
const operations = built.filter((operation) => !ofTheHouse.includes(operation));

/** What a refused guess leaves behind where it was made. */
const traces = ["audit_records", "attempts", "auth_events", "events", "quotas", "single_use"];

/** Every row that belongs to a pool, as it is stored. */
function stateOf({ UserPoolId }: Tenant, isExact: boolean): Readonly<Record<string, readonly string[]>> {
  const database = new DatabaseSync(join(server.dataFolder, "poolhouse.sqlite"), { readOnly: true });
  try {
    const named = "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c";
    const tables = database
      .prepare(`${named} WHERE m.type = 'table' AND c.name = 'pool_id'`)
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !linked.includes(name) && (isExact || !traces.includes(name)));
    return Object.fromEntries(
      tables.map((name) => {
        const rows = database.prepare(`SELECT * FROM "${name}" WHERE pool_id = ?`).all(UserPoolId);
        return [name, rows.map((row) => JSON.stringify(row)).toSorted()];
      }),
    );
  } finally {
    database.close();
  }
}

/** The audit log links a moment later what was written before. */
const linked = ["audit_heads", "audit_segments", "audit_waiting"];

/** Each choice of at least one of them. */
function choicesOf(names: readonly string[]): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  for (const name of names) all.push([name], ...all.map((chosen) => [...chosen, name]));
  return all;
}

/** An input with the strangers' things in these members, and the members that can have them. */
async function build(
  operation: AnyOperationName,
  place: Things,
  stranger: Things,
  foreign: readonly string[],
) {
  const asked = new Set<string>();
  const owner = (member: string): Things => {
    asked.add(member);
    return foreign.includes(member) ? stranger : place;
  };
  return { input: await inputOf(operation, { place, owner }), asked: [...asked] };
}

/** All that is asked of one operation, made before anything is compared. */
async function prepare(operation: AnyOperationName) {
  const name = `p${operations.indexOf(operation)}`;
  const theirs = thingsOf(away, name);
  const atHome = thingsOf(home, name);
  const { asked } = await build(operation, atHome, theirs, []);
  // What is done to a pool as a whole is done to one that nobody needs afterwards.
  const isWhole = table[operation].gate === "signed" && asked.length === 0;
  const ours = isWhole ? thingsOf(await createTenant(server), name) : atHome;
  const { input: good } = await build(operation, ours, theirs, []);
  const { input: elsewhere } = await build(operation, theirs, ours, []);
  const strange: object[] = [];
  for (const foreign of choicesOf(asked)) {
    strange.push((await build(operation, ours, theirs, foreign)).input);
  }
  return { tenant: ours.tenant, good, elsewhere, strange };
}

describe("AP-09: what is another pool's", () => {
  test.each(operations)("is nothing to %s", async (operation) => {
    const { tenant, good, elsewhere, strange } = await prepare(operation);
    // What the making of things wrote is carried away in the background: nothing may move but by the calls below.
    await server.drain();
    const before = { away: stateOf(away, true), home: stateOf(tenant, false) };
    const now = () => ({ away: stateOf(away, true), home: stateOf(tenant, false) });

    for (const input of strange) {
      const { status, type } = await callSigned(server, operation, input);
      expect({ status, type, input }).toEqual({ status: 400, type: expect.stringMatching(refusal), input });
      expect(now()).toEqual(before);
    }
    if (table[operation].gate === "signed") {
      const denied = await callSigned(server, operation, elsewhere, tenant.key);
      expect(denied.type).toBe("AccessDeniedException");
      expect(now()).toEqual(before);
    }

    // The same with things of its own is good: what was refused was refused for whose it was.
    const answer = await callSigned(server, operation, good);
    if (refusing.includes(operation)) expect(answer.type).toMatch(refusal);
    else
      expect({ status: answer.status, type: answer.type, text: answer.text }).toMatchObject({ status: 200 });
    expect(stateOf(away, true)).toEqual(before.away);
    expect(answer.text).not.toContain(away.UserPoolId);
  });
});

/** Any refusal but one that is our fault, or that would have refused the pool's own things too. */
const refusal = /^(?!Internal|Serialization|TooManyRequests|AccessDenied)\w+Exception$/;

describe("AP-09: the operations of the house", () => {
  const inputs: Readonly<Record<string, object>> = {
    CreateUserPool: { PoolName: "another" },
    ExplainRequest: { RequestId: "00000000-0000-4000-8000-000000000000" },
    DeleteAccessKey: { AccessKeyId: "" },
    CreateAccessKey: { Scope: "ALL" },
    ListAccessKeys: {},
    ListUserPools: { MaxResults: 60 },
  };

  test.each(ofTheHouse)("%s is not for the key of one pool, but to look at that pool", async (operation) => {
    const input = { ...inputs[operation], ...(operation === "DeleteAccessKey" && idOf(away)) };
    const before = stateOf(away, true);
    const answer = await callSigned(server, operation, input, home.key);
    if (operation === "ListUserPools") {
      const { UserPools } = JSON.parse(answer.text);
      expect(UserPools.map(({ Id }: { Id: string }) => Id)).toEqual([home.UserPoolId]);
    } else expect(answer.type).toBe("AccessDeniedException");
    expect(stateOf(away, true)).toEqual(before);
  });

  test("are these, and every other one is tried with another pool's things", () => {
    expect(Object.keys(inputs).toSorted()).toEqual([...ofTheHouse]);
    expect([...operations, ...ofTheHouse].toSorted()).toEqual(built.toSorted());
  });
});

function idOf({ key }: Tenant) {
  return { AccessKeyId: key.accessKeyId };
}
