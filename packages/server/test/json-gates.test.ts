/** Who may call what: every operation of the table at its gate, with every kind of wrong proof (AP-02, AP-03, AP-06). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AnyOperationName, anyOperations } from "../src/model/any-operation.ts";
import { table } from "../src/operations/table.ts";
import { callHouse } from "./support/house.ts";
import { callUnsigned, expectFailureForm, type JsonAnswer, post, targetOf } from "./support/json-call.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { type Credentials, callSigned, presign } from "./support/signed-call.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
  await createPerson(server, UserPoolId, "ada");
});
afterAll(() => server.close());

// `Object.keys` forgets the type of the keys, and the table has no other keys.
const operations = Object.keys(table) as AnyOperationName[];
const operationsOf = (auth: string) =>
  operations.filter((operation) => anyOperations[operation].auth === auth);
const signedOperations = operationsOf("SIGV4");

/** What each operation answers, by name: a difference then says which. */
async function answersOf(
  names: readonly AnyOperationName[],
  ask: (operation: AnyOperationName) => Promise<JsonAnswer>,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const name of names) {
    const { status, type } = await ask(name);
    answers[name] = status === 200 ? "200" : type;
  }
  return answers;
}
const all = (names: readonly AnyOperationName[], type: string) =>
  Object.fromEntries(names.map((name) => [name, type]));

/** Input that would do for most operations, of a pool and a person that exist. */
const input = () => ({ UserPoolId, Username: "ada", ClientId, GroupName: "staff", MaxResults: 1, Tags: {} });

describe("AP-03: an operation for the holder of an access key", () => {
  test("is refused without a signature, whichever it is and built or not", async () => {
    const answers = await answersOf(signedOperations, (each) => callUnsigned(server, each, input()));
    expect(answers).toEqual(all(signedOperations, "MissingAuthenticationTokenException"));
    const answer = await callUnsigned(server, "AdminGetUser", {});
    expectFailureForm(answer, "MissingAuthenticationTokenException", "Missing Authentication Token");
  });

  test("is refused with the right key and a wrong secret", async () => {
    const wrong = { ...server.accessKey, secretAccessKey: "wrong-secret-access-key-of-forty-letters" };
    const answers = await answersOf(signedOperations, (each) => callSigned(server, each, input(), wrong));
    expect(answers).toEqual(all(signedOperations, "InvalidSignatureException"));
  });

  test("is refused with a key nobody has", async () => {
    const unknown = { ...server.accessKey, accessKeyId: "AKIANOBODYNOBODYNOBO" };
    const answers = await answersOf(signedOperations, (each) => callSigned(server, each, input(), unknown));
    expect(answers).toEqual(all(signedOperations, "UnrecognizedClientException"));
  });

  test("is not opened by a person's access token", async () => {
    const { AccessToken } = await signIn(server, ClientId, "ada");
    const bearer = { authorization: `Bearer ${AccessToken}` };
    const answers = await answersOf(signedOperations, (each) =>
      callUnsigned(server, each, { ...input(), AccessToken }, bearer),
    );
    expect(answers).toEqual(all(signedOperations, "MissingAuthenticationTokenException"));
  });
});

describe("an operation on one's own account", () => {
  const ownOperations = operationsOf("TOKEN");
  const built = ownOperations.filter((operation) => table[operation].gate === "token");
  const own = {
    PreviousPassword: password,
    ProposedPassword: "Another-Horse-8",
    UserAttributes: [{ Name: "name", Value: "Eve" }],
    UserAttributeNames: ["name"],
    MFAOptions: [],
  };

  test("AP-06: is refused without a token, and nobody is chosen by name instead", async () => {
    const answers = await answersOf(ownOperations, (each) =>
      callUnsigned(server, each, { ...own, ...input() }),
    );
    expect(answers).toEqual(all(ownOperations, "InvalidParameterException"));
    const { text } = await callSigned(server, "AdminGetUser", { UserPoolId, Username: "ada" });
    expect(JSON.parse(text)).toMatchObject({ Enabled: true, UserStatus: "CONFIRMED" });
    expect(text).not.toContain("Eve");
  });

  test("AP-05: is refused with anything that is no token, signed with an access key or not", async () => {
    expect(built).toContain("GetUser");
    const proofs = { AttributeName: "email", Code: "000000", CredentialId: "0", Credential: {} };
    const things = { ...proofs, DeviceKey: "us-east-1_0", SessionId: "tkn0" };
    const body = { ...own, ...things, ...input(), AccessToken: "garbage" };
    const unsigned = await answersOf(built, (each) => callUnsigned(server, each, body));
    expect(unsigned).toEqual(all(built, "NotAuthorizedException"));
    const signed = await answersOf(built, (each) => callSigned(server, each, body));
    expect(signed).toEqual(all(built, "NotAuthorizedException"));
    expectFailureForm(
      await callUnsigned(server, "GetUser", body),
      "NotAuthorizedException",
      "Invalid Access Token",
    );
  });
});

describe("an open operation", () => {
  const body = () => ({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "ada", PASSWORD: password },
  });

  test.each([
    [
      "a signature by a key nobody has",
      "AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00",
    ],
    ["a bearer token", "Bearer garbage"],
    ["nothing readable", "garbage"],
  ])("does not look at an Authorization header with %s", async (_, authorization) => {
    expect((await callUnsigned(server, "InitiateAuth", body(), { authorization })).status).toBe(200);
  });

  test("AP-03: is no way round the signature by naming a pool or an administrator's flow", async () => {
    const admins = { ...body(), AuthFlow: "ADMIN_USER_PASSWORD_AUTH", UserPoolId };
    const answer = await callUnsigned(server, "InitiateAuth", admins);
    expectFailureForm(answer, "InvalidParameterException", "Initiate Auth method not supported.");
  });
});

describe("AP-02: a signature", () => {
  const names = ["ListUserPools", "ListAccessKeys"] as const;

  test("of one operation does not open another", async () => {
    const { url, headers, body } = await presign(server, names[0], { MaxResults: 1 }, 60);
    const answer = await post(url, body, { ...headers, "x-amz-target": targetOf(names[1]) });
    expectFailureForm(answer, "InvalidSignatureException", expect.stringContaining("does not match"));
  });

  test("AP-01: may stand in the URL, for its own time and its own body only", async () => {
    const { url, headers, body } = await presign(server, names[0], { MaxResults: 1 }, 60);
    expect((await post(url, body, headers)).status).toBe(200);
    expect((await post(url, '{"MaxResults":2}', headers)).type).toBe("InvalidSignatureException");
    expect((await post(`${url}&a=b`, body, headers)).type).toBe("InvalidSignatureException");
    server.advance(61);
    expect((await post(url, body, headers)).type).toBe("InvalidSignatureException");
  });
});

describe("the key", () => {
  const makeKey = async (scope: object): Promise<Credentials> => {
    const { AccessKey } = await callHouse(server, "CreateAccessKey", scope);
    const { AccessKeyId, SecretAccessKey } = Object(AccessKey);
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  };
  const denied = (answers: Record<string, string>) =>
    Object.keys(answers).filter((name) => answers[name] === "AccessDeniedException");

  test("that only reads is denied every operation that changes something, built or not", async () => {
    const key = await makeKey({ Scope: "READ_ONLY" });
    const answers = await answersOf(signedOperations, (each) => callSigned(server, each, input(), key));
    const changing = /^(Add|Create|Delete|Rotate|Set|Start|Stop|Tag|Untag|Update|Admin(?!Get|List))/;
    expect(denied(answers)).toEqual(signedOperations.filter((name) => changing.test(name)));
  });

  test("AP-09: of one pool is denied every operation on another, and every one that names none", async () => {
    const own = await createPool(server);
    const key = await makeKey({ Scope: "POOL", UserPoolId: own });
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
    const expected = signedOperations.filter((name) => name !== "ListUserPools");
    for (const body of [{ ...input(), ResourceArn }, {}]) {
      const answers = await answersOf(signedOperations, (each) => callSigned(server, each, body, key));
      expect(denied(answers)).toEqual(expected);
    }
  });

  test("AP-04: of one pool is held to the pool that a repeated member comes to", async () => {
    const own = await createPool(server);
    const key = await makeKey({ Scope: "POOL", UserPoolId: own });
    const twice = (first: string, last: string) => `{"UserPoolId":"${first}","UserPoolId":"${last}"}`;
    const { type } = await callSigned(server, "DescribeUserPool", twice(own, UserPoolId), key);
    expect(type).toBe("AccessDeniedException");
    const { text } = await callSigned(server, "DescribeUserPool", twice(UserPoolId, own), key);
    expect(JSON.parse(text)).toMatchObject({ UserPool: { Id: own } });
  });

  test("AP-09: of one pool does not open another's client or person through its own", async () => {
    const own = await createPool(server);
    const key = await makeKey({ Scope: "POOL", UserPoolId: own });
    const client = await callSigned(server, "DescribeUserPoolClient", { UserPoolId: own, ClientId }, key);
    expectFailureForm(client, "ResourceNotFoundException", `User pool client ${ClientId} does not exist.`);
    const person = await callSigned(server, "AdminGetUser", { UserPoolId: own, Username: "ada" }, key);
    expectFailureForm(person, "UserNotFoundException", "User does not exist.");
  });
});
