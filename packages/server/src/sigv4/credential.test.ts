import { expect, test } from "vitest";
import { readCredential } from "./credential.ts";

const signedAt = { epochMs: Date.UTC(2026, 10, 23, 13), text: "20261123T130000Z" };

test("gives the key id and the scope", () => {
  expect(read("AKIDEXAMPLE/20261123/eu-central-1/cognito-idp/aws4_request")).toEqual({
    accessKeyId: "AKIDEXAMPLE",
    date: "20261123",
    region: "eu-central-1",
    service: "cognito-idp",
  });
});

test.each(["us-gov-west-1", "local", "eu-isoe-west-1"])("takes the region %s", (region) => {
  expect(read(`A/20261123/${region}/cognito-idp/aws4_request`)).toMatchObject({ region });
});

test.each(["", "EU", "a_b", "1a", "a b", "a".repeat(33), "a\n"])(
  "AP-01 refuses the region %j in AWS's words",
  (region) => {
    expect(read(`A/20261123/${region}/cognito-idp/aws4_request`)).toEqual({
      name: "InvalidSignatureException",
      message: "Credential should be scoped to a valid region. ",
    });
  },
);

test("AP-01 makes every complaint at once, in AWS's order, with what the caller sent made harmless", () => {
  expect(read("A/b/C/d/\u00e9\n")).toEqual({
    name: "InvalidSignatureException",
    message:
      "Credential should be scoped to a valid region. " +
      "Credential should be scoped to correct service: 'cognito-idp'. " +
      "Credential should be scoped with a valid terminator: 'aws4_request', not '??'. " +
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
      "'b' != '20261123', from '20261123T130000Z'.",
  });
});

test("repeats no more than 64 characters of what the caller sent", () => {
  const failure = read(`A/20261123/local/cognito-idp/${"t".repeat(100)}`);
  expect(failure).toMatchObject({ message: expect.stringContaining(`not '${"t".repeat(64)}'.`) });
});

function read(text: string) {
  return readCredential(text, signedAt, "cognito-idp");
}
