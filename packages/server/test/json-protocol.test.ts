/** The JSON API's protocol, byte by byte: headers, failures, CORS, targets and bodies (`cognito.md` §2). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { table } from "../src/operations/table.ts";
import { deviceStage, onConfirmedDevice } from "./support/devices.ts";
import { callUnsigned, expectApiHeaders, expectFailureForm, post } from "./support/json-call.ts";
import { signIn } from "./support/people.ts";
import { createApi, createClient, createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const nobody = { UserPoolId: "us-east-1_nobody" };

describe("a success", () => {
  test("is AWS JSON 1.1, has a request id of its own, and is readable from every origin", async () => {
    const answers = [
      await callSigned(server, "ListUserPools", { MaxResults: 1 }),
      await callSigned(server, "ListUserPools", { MaxResults: 1 }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(200);
      expectApiHeaders(headers);
      expect(headers.has("x-amzn-errortype")).toBe(false);
    }
    expect(new Set(answers.map(({ headers }) => headers.get("x-amzn-requestid"))).size).toBe(2);
  });

  test("of an operation without output is an empty object", async () => {
    const stage = await deviceStage(server);
    const { UserPoolId, ClientId } = stage;
    await createPerson(server, UserPoolId, "ada");
    await createPerson(server, UserPoolId, "eve");
    const [first, second] = [await onConfirmedDevice(stage, "eve"), await onConfirmedDevice(stage, "eve")];
    await createApi(server, UserPoolId);
    const { AccessToken } = await signIn(server, ClientId, "eve");
    const { clientId } = await createClient(server, UserPoolId);
    await callSigned(server, "CreateGroup", { UserPoolId, GroupName: "staff" });
    const app = { UserPoolId, ClientId: clientId };
    const branded = await callSigned(server, "CreateManagedLoginBranding", {
      ...app,
      UseCognitoProvidedValues: true,
    });
    const { ManagedLoginBrandingId } = JSON.parse(branded.text).ManagedLoginBranding;
    const agreed = await callSigned(server, "CreateTerms", {
      ...app,
      TermsName: "terms-of-use",
      TermsSource: "LINK",
      Enforcement: "NONE",
      Links: { "cognito:default": "https://example.com/terms" },
    });
    const { TermsId } = JSON.parse(agreed.text).Terms;
    const calls: [AnyOperationName, object][] = [
      ["DeleteManagedLoginBranding", { UserPoolId, ManagedLoginBrandingId }],
      ["DeleteTerms", { UserPoolId, TermsId }],
      ["AdminAddUserToGroup", { UserPoolId, Username: "ada", GroupName: "staff" }],
      ["AdminRemoveUserFromGroup", { UserPoolId, Username: "ada", GroupName: "staff" }],
      ["AdminDeleteUser", { UserPoolId, Username: "ada" }],
      ["AdminForgetDevice", { UserPoolId, Username: "eve", DeviceKey: first.device.DeviceKey }],
      ["ForgetDevice", { AccessToken, DeviceKey: second.device.DeviceKey }],
      ["DeleteGroup", { UserPoolId, GroupName: "staff" }],
      ["DeleteResourceServer", { UserPoolId, Identifier: "api" }],
      ["DeleteUser", { AccessToken }],
      ["DeleteUserPoolClient", { UserPoolId, ClientId: clientId }],
      ["DeleteUserPool", { UserPoolId }],
    ];
    for (const [operation, body] of calls) {
      const { status, text, headers } = await callSigned(server, operation, body);
      expect({ operation, status, text }).toEqual({ operation, status: 200, text: "{}" });
      expectApiHeaders(headers);
    }
    const built = withoutOutput.filter((operation) => table[operation].gate !== "notYet");
    expect(calls.map(([operation]) => operation).toSorted()).toEqual(built);
  });
});

/** The operations for which the model has no output at all. */
const withoutOutput: readonly AnyOperationName[] = [
  "AdminAddUserToGroup",
  "AdminDeleteUser",
  "AdminForgetDevice",
  "AdminRemoveUserFromGroup",
  "DeleteGroup",
  "DeleteIdentityProvider",
  "DeleteManagedLoginBranding",
  "DeleteResourceServer",
  "DeleteTerms",
  "DeleteUser",
  "DeleteUserPool",
  "DeleteUserPoolClient",
  "ForgetDevice",
];

describe("a failure", () => {
  test("says its name and its message, in the body and in the headers", async () => {
    const answer = await callSigned(server, "DescribeUserPool", nobody);
    const message = "User pool us-east-1_nobody does not exist.";
    expectFailureForm(answer, "ResourceNotFoundException", message);
    expect(answer.headers.get("x-amzn-errormessage")).toBe(message);
  });

  test("HT-05: that quotes its input keeps it out of the structure of the headers", async () => {
    const UserPoolId = "us\r\nSet-Cookie: a=b\u0000\tzoë 😀";
    const answer = await callSigned(server, "DescribeUserPool", { UserPoolId });
    expectFailureForm(answer, "InvalidParameterException", expect.stringContaining(UserPoolId));
    expect(answer.headers.get("x-amzn-errormessage")).toContain("'us Set-Cookie: a=b zo   '");
    expect(answer.headers.has("set-cookie")).toBe(false);
  });

  test("HT-05: that quotes long input has a header of a kilobyte at most", async () => {
    const answer = await callSigned(server, "DescribeUserPool", { UserPoolId: "x".repeat(5000) });
    expectFailureForm(
      answer,
      "InvalidParameterException",
      expect.stringContaining("1 validation error detected"),
    );
    expect(answer.headers.get("x-amzn-errormessage")).toHaveLength(1024);
  });
});

describe("CORS", () => {
  const preflight = (headers: Record<string, string>) => fetch(server.url, { method: "OPTIONS", headers });

  test("a preflight allows whatever headers it asks for, for two days", async () => {
    const asked = "content-type,x-amz-target,x-amz-user-agent";
    const response = await preflight({
      origin: "https://app.example.com",
      "access-control-request-method": "POST",
      "access-control-request-headers": asked,
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-headers": asked,
      "access-control-allow-methods": "POST",
      "access-control-max-age": "172800",
    });
  });

  test("HT-04: every origin is allowed, and none with credentials", async () => {
    const responses = [
      await preflight({ origin: "null" }),
      await fetch(server.url, {
        method: "POST",
        headers: { origin: "https://evil.example.com" },
        body: "{}",
      }),
    ];
    for (const { headers } of responses) {
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.has("access-control-allow-credentials")).toBe(false);
      expect(headers.has("access-control-allow-headers")).toBe(false);
    }
  });
});

describe("a target", () => {
  test.each([
    ["an operation nobody has", "AWSCognitoIdentityProviderService.Nothing"],
    ["no operation", "AWSCognitoIdentityProviderService."],
    ["another prefix", "AWSCognitoIdentityService.ListUserPools"],
    ["no prefix", "ListUserPools"],
    ["other letters", "awscognitoidentityproviderservice.listuserpools"],
    ["our own operation under Cognito's prefix", "AWSCognitoIdentityProviderService.ListAccessKeys"],
    ["Cognito's operation under our own prefix", "Poolhouse.ListUserPools"],
    ["what every object has", "AWSCognitoIdentityProviderService.constructor"],
    ["a prototype", "Poolhouse.__proto__"],
  ])("with %s answers UnknownOperationException without a message", async (_, target) => {
    const answer = await post(server.url, {}, { "x-amz-target": target });
    expectFailureForm(answer, "UnknownOperationException");
  });

  test("that is missing answers the same", async () => {
    expectFailureForm(await post(server.url, {}, {}), "UnknownOperationException");
  });
});

describe("a body", () => {
  test.each([
    ["cut off", '{"ClientId":'],
    ["with a comma too many", '{"ClientId":"a",}'],
    ["that is a list", "[]"],
    ["that is null", "null"],
    ["that is a text", '"ClientId"'],
    ["that is two objects", "{}{}"],
  ])("%s answers SerializationException without a message", async (_, body) => {
    expectFailureForm(await callUnsigned(server, "InitiateAuth", body), "SerializationException");
    expectFailureForm(await callSigned(server, "ListUserPools", body), "SerializationException");
  });

  test("that is not UTF-8 answers SerializationException", async () => {
    const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const answer = await post(server.url, Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), headers);
    expectFailureForm(answer, "SerializationException");
  });

  test.each<[string, unknown, string]>([
    ["ClientId", 5, "NUMBER_VALUE can not be converted to a String"],
    ["ClientId", true, "TRUE_VALUE can not be converted to a String"],
    ["AuthParameters", "x", "STRING_VALUE can not be converted to a Map"],
    ["AuthParameters", [], "Start of list found where not expected"],
    ["ClientId", {}, "Start of structure or map found where not expected."],
  ])("whose %s is %j answers SerializationException", async (name, value, message) => {
    const body = { AuthFlow: "USER_PASSWORD_AUTH", ClientId: "a", [name]: value };
    expectFailureForm(await callUnsigned(server, "InitiateAuth", body), "SerializationException", message);
  });

  test("may say null for what it leaves out, and more than the operation knows", async () => {
    const more = { MaxResults: 1, NextToken: null, Unknown: [{}], unknown: "x" };
    expect((await callSigned(server, "ListUserPools", more)).status).toBe(200);
    const answer = await callSigned(server, "DescribeUserPool", { UserPoolId: null, userPoolId: "x" });
    const message =
      "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null";
    expectFailureForm(answer, "InvalidParameterException", message);
  });

  test("that is empty is an empty object", async () => {
    expect((await callSigned(server, "ListAccessKeys", "")).status).toBe(200);
    const answer = await callUnsigned(server, "InitiateAuth", "");
    const message = expect.stringMatching(/^2 validation errors detected: .*'authFlow'.*'clientId'/);
    expectFailureForm(answer, "InvalidParameterException", message);
  });

  test.each([
    "application/x-amz-json-1.1; charset=utf-8",
    "application/x-amz-json-1.1;charset=UTF-8",
    "application/x-amz-json-1.0",
    "application/json",
    "text/plain",
  ])("is JSON, whatever its content type: %s", async (type) => {
    const body = { ClientId: "nobody", AuthFlow: "USER_PASSWORD_AUTH" };
    const answer = await callUnsigned(server, "InitiateAuth", body, { "content-type": type });
    const message = "User pool client nobody does not exist.";
    expectFailureForm(answer, "ResourceNotFoundException", message);
  });

  test("is JSON without a content type, too", async () => {
    const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const body = new TextEncoder().encode('{"ClientId":"nobody","AuthFlow":"USER_PASSWORD_AUTH"}');
    expectFailureForm(await post(server.url, body, headers), "ResourceNotFoundException", expect.anything());
  });
});
