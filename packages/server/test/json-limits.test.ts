/** What a body may be at most, and what in it has no effect (AP-04, HT-02). */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callUnsigned, expectFailureForm } from "./support/json-call.ts";
import { passwordClient } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
});
afterAll(() => server.close());

const mebibyte = 1024 * 1024;

describe("AP-04: size", () => {
  test("a mebibyte is read", async () => {
    const body = JSON.stringify({ UserPoolId }).padEnd(mebibyte, " ");
    expect((await callSigned(server, "DescribeUserPool", body)).status).toBe(200);
  });

  test("HT-02: a byte more is refused with 413 before it is sent, in the API's form", async () => {
    const answer = await speak(`${head()}content-length: ${mebibyte + 1}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\ncontent-type: application\/x-amz-json-1\.1/i);
    expect(answer).toMatch(/\r\naccess-control-allow-origin: \*\r\n/i);
    expect(answer).toMatch(/\r\nx-amzn-requestid: [0-9a-f-]{36}\r\n/i);
    expect(answer).toContain('{"__type":"RequestEntityTooLargeException","message":');
  });

  test("HT-02: headers of more than 32 kB are refused with 431", async () => {
    expect(await speak(`${head()}x-long: ${"x".repeat(33 * 1024)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("HT-02: two lengths of one body are refused with 400", async () => {
    const both = `${head()}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`;
    expect(await speak(both)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await speak(`${head()}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`)).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });
});

describe("AP-04: depth", () => {
  /** So many brackets inside each other, the body's own included. */
  const nested = (depth: number) =>
    `{"UserPoolId":"${UserPoolId}","Unknown":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;

  test("32 is read, and 33 is not", async () => {
    expect((await callSigned(server, "DescribeUserPool", nested(32))).status).toBe(200);
    expectFailureForm(await callSigned(server, "DescribeUserPool", nested(33)), "SerializationException");
  });

  test("a hundred thousand is refused without being read", async () => {
    expectFailureForm(
      await callSigned(server, "DescribeUserPool", nested(100_000)),
      "SerializationException",
    );
  });

  test("brackets in a text are text", async () => {
    const body = { UserPoolId, Unknown: `\\"${"[{".repeat(100)}` };
    expect((await callSigned(server, "DescribeUserPool", body)).status).toBe(200);
  });
});

describe("AP-04: keys", () => {
  test("a prototype in the body gives no member", async () => {
    const answer = await callSigned(
      server,
      "DescribeUserPool",
      `{"__proto__":{"UserPoolId":"${UserPoolId}"}}`,
    );
    expectFailureForm(
      answer,
      "InvalidParameterException",
      expect.stringContaining("Value null at 'userPoolId'"),
    );
  });

  test("a prototype in a map gives no entry, and is none", async () => {
    const ClientId = await passwordClient(server, UserPoolId);
    await createPerson(server, UserPoolId, "ada");
    const parameters = `{"__proto__":{"PASSWORD":"${password}"},"USERNAME":"ada"}`;
    const body = `{"ClientId":"${ClientId}","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":${parameters}}`;
    const answer = await callUnsigned(server, "InitiateAuth", body);
    expectFailureForm(answer, "InvalidParameterException", "Missing required parameter PASSWORD");
    expect(Object.hasOwn(Object.prototype, "PASSWORD")).toBe(false);
  });

  test("a name that every object has is not a parameter that was given", async () => {
    const tags = '{"__proto__":"a","constructor":"b","toString":"c"}';
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
    await callSigned(server, "TagResource", `{"ResourceArn":"${ResourceArn}","Tags":${tags}}`);
    const { text } = await callSigned(server, "ListTagsForResource", { ResourceArn });
    expect(text).toBe('{"Tags":{"constructor":"b","toString":"c"}}');
  });

  test("the last of two members of one name counts", async () => {
    const body = '{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"first","ClientId":"second"}';
    const answer = await callUnsigned(server, "InitiateAuth", body);
    expectFailureForm(answer, "ResourceNotFoundException", "User pool client second does not exist.");
  });
});

function head(): string {
  const target = "x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth";
  return `POST / HTTP/1.1\r\nhost: ${new URL(server.url).host}\r\nconnection: close\r\n${target}\r\n`;
}

/** These bytes, and what comes back until the server hangs up. */
async function speak(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}
