/**
 * HT-05: no body makes the JSON API break. Random inputs, most of them in the form of the model and some not, go to
 * every operation of the table; the seed is fixed, so that a failure stays one.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnyOperationName, anyOperations } from "../src/model/any-operation.ts";
import { constraints } from "../src/model/constraints.ts";
import { poolhouseConstraints } from "../src/model/poolhouse.ts";
import type { Shape } from "../src/model/shape.ts";
import { table } from "../src/operations/table.ts";
import { callUnsigned, expectFailureForm } from "./support/json-call.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createClient, createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";

let server: TestServer;
/** What is there, by the member that names it, so that inputs get as far as the rules. */
let known: Readonly<Record<string, string>>;
/** Of a pool that no random input names. */
let calm: { readonly UserPoolId: string; readonly ClientId: string };

beforeAll(async () => {
  server = await startTestServer();
  const UserPoolId = await createPool(server, { AliasAttributes: ["email"] });
  const { clientId } = await createClient(server, UserPoolId, { GenerateSecret: true });
  const open = await passwordClient(server, UserPoolId);
  await createPerson(server, UserPoolId, "ada", { email: "ada@example.com" });
  await callSigned(server, "CreateGroup", { UserPoolId, GroupName: "staff" });
  known = {
    UserPoolId,
    ClientId: open,
    Username: "ada",
    GroupName: "staff",
    Identifier: "api",
    ResourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`,
    USERNAME: "ada",
    PASSWORD: "Correct-Horse-7",
    secretClient: clientId,
    email: "ada@example.com",
  };
  const calmPool = await createPool(server);
  calm = { UserPoolId: calmPool, ClientId: await passwordClient(server, calmPool) };
});
afterAll(() => server.close());

// `Object.keys` forgets the type of the keys, and the table has no other keys.
const operations = Object.keys(table) as AnyOperationName[];
/** What deletes comes last: the others then still find something. */
const inOrder = operations.toSorted((a, b) => Number(isDeleting(a)) - Number(isDeleting(b)));

test.each(inOrder)("any body to %s is answered with 200 or 400", async (operation) => {
  const accessToken = table[operation].gate === "token" ? await tokenOfSomebody(operation) : undefined;
  const input = fc.oneof(
    { weight: 4, arbitrary: inputOf(anyOperations[operation].input, accessToken) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) },
  );
  const isSigned = anyOperations[operation].auth === "SIGV4";
  const property = fc.asyncProperty(input, async (body) => {
    const answer = await (isSigned ? callSigned : callUnsigned)(server, operation, Object(body));
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toMatch(/\\n\s+at |\.[jt]s:\d|node_modules|SQLITE|sqlite/);
  });
  await fc.assert(property, { seed: 7, numRuns: 5 });
});

test.each(operations.filter((operation) => table[operation].gate === "notYet"))(
  "%s says that it is not there yet",
  async (operation) => {
    const isSigned = anyOperations[operation].auth === "SIGV4";
    const answer = await (isSigned ? callSigned : callUnsigned)(server, operation, {});
    const message = `${operation} is not supported by this version of Poolhouse.`;
    expectFailureForm(answer, "InvalidParameterException", message);
  },
);

function isDeleting(operation: string): boolean {
  return /Delete|Remove|Disable/.test(operation);
}

async function tokenOfSomebody(name: string): Promise<string> {
  await createPerson(server, calm.UserPoolId, name);
  return (await signIn(server, calm.ClientId, name)).AccessToken;
}

/** In the form of the shape, more often than not; `accessToken` where a member of that name is asked for. */
function inputOf(name: string, accessToken: string | undefined): fc.Arbitrary<unknown> {
  const shape = constraints[name] ?? poolhouseConstraints[name];
  if (shape === undefined) throw new Error(`no shape ${name}`);
  const inner = (of: string): fc.Arbitrary<unknown> => inputOf(of, accessToken);
  switch (shape.type) {
    case "structure":
      return structureOf(shape.members, shape.required ?? [], accessToken);
    case "list":
      return fc.array(inner(shape.of), { maxLength: 3 });
    case "map":
      return fc.oneof(
        fc.constant(signInParameters()),
        fc.dictionary(fc.oneof(text(), fc.constantFrom(...parameterNames)), inner(shape.value), {
          maxKeys: 4,
        }),
      );
    default:
      return leafOf(shape);
  }
}

function structureOf(
  members: Readonly<Record<string, string>>,
  required: readonly string[],
  accessToken: string | undefined,
): fc.Arbitrary<unknown> {
  const arbitraries = Object.entries(members).map(([member, target]) => {
    const token = member === "AccessToken" ? accessToken : undefined;
    const there = token ?? known[member];
    const named = there === undefined ? [] : [{ weight: 20, arbitrary: fc.constant(there) }];
    const any = { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) };
    const fitting = { weight: 12, arbitrary: inputOf(target, accessToken) };
    return [member, fc.oneof(...named, fitting, any)] as const;
  });
  const optional = Object.keys(members).filter((member) => !required.includes(member));
  const some = fc.subarray(optional, { maxLength: Math.min(4, optional.length) });
  return some.chain((chosen) =>
    fc.record(Object.fromEntries(arbitraries.filter(([name]) => [...required, ...chosen].includes(name)))),
  );
}

function leafOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "string":
      return shape.enum === undefined ? text() : fc.constantFrom(...shape.enum);
    case "integer":
    case "long":
      return fc.oneof(fc.integer({ min: shape.min ?? -2, max: shape.max ?? 100 }), fc.double());
    case "timestamp":
      return fc.oneof(fc.integer(), fc.double({ noNaN: true }));
    case "boolean":
      return fc.boolean();
    case "blob":
      return fc.base64String({ maxLength: 64 });
    default:
      return fc.jsonValue({ maxDepth: 4 });
  }
}

function signInParameters(): Readonly<Record<string, string | undefined>> {
  return { USERNAME: known["USERNAME"], PASSWORD: known["PASSWORD"] };
}

const parameterNames = ["USERNAME", "PASSWORD", "SECRET_HASH", "REFRESH_TOKEN", "NEW_PASSWORD", "__proto__"];
const odd = [
  "",
  "\ud800",
  "\u0000",
  "constructor",
  "__proto__",
  "x' OR 1=1 --",
  "zoë 😀",
  'email ^= "a"',
  "Infinity",
];

function text(): fc.Arbitrary<string> {
  const chosen = fc.constantFrom(...Object.values(known), ...odd);
  return fc.oneof({ weight: 5, arbitrary: chosen }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) });
}
