import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SignedRequest } from "./signed-request.ts";
import { verifySignature } from "./verify.ts";

const scope = "AKIDEXAMPLE/20261123/us-east-1/cognito-idp/aws4_request";
const signature = "0".repeat(64);

describe("a request that says nothing of a signature", () => {
  test.each([[undefined], [""], [[]], ["Bearer eyJ"], ["Basic dTpw"], ["aws4-hmac-sha256 Credential=x"]])(
    "answers MissingAuthenticationTokenException: %j",
    async (authorization) => {
      expect(await failureOf({ headers: { authorization } })).toEqual({
        name: "MissingAuthenticationTokenException",
        message: "Missing Authentication Token",
      });
    },
  );
});

describe("AP-01 an Authorization header that is not whole answers IncompleteSignatureException", () => {
  test("saying everything that is missing, and showing a hash of the header instead of the header", async () => {
    const failure = await failureOf({
      headers: { host: "h", authorization: "AWS4-HMAC-SHA256 Secret=hush" },
    });
    expect(failure).toEqual({
      name: "IncompleteSignatureException",
      message:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' " +
        "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires " +
        "existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) " +
        "Authorization=iq9TZF4ykjmb3/COD+Hpdbk1QSCZFSXehNR81hKyoeM=",
    });
  });

  test.each([
    ["Signature", `Credential=${scope}, SignedHeaders=host`],
    ["SignedHeaders", `Credential=${scope}, Signature=${signature}`],
    ["Credential", `SignedHeaders=host, Signature=${signature}`],
    ["Credential", `Credential=, SignedHeaders=host, Signature=${signature}`],
  ])("without %s", async (name, rest) => {
    expect(await failureOf(dated(`AWS4-HMAC-SHA256 ${rest}`))).toEqual({
      name: "IncompleteSignatureException",
      message: expect.stringMatching(
        `^Authorization header requires '${name}' parameter\\. \\(Hashed with SHA-256`,
      ),
    });
  });

  test("with a part that is no pair", async () => {
    expect(await failureOf(dated(`AWS4-HMAC-SHA256 Credential= ${scope}, SignedHeaders=host`))).toEqual({
      name: "IncompleteSignatureException",
      message: expect.stringMatching(
        /^Invalid key=value pair \(missing equal-sign\) in Authorization header/,
      ),
    });
  });

  test("with a parameter twice", async () => {
    expect(await failureOf(dated(`${authorization()}, Signature=${signature}`))).toEqual({
      name: "IncompleteSignatureException",
      message: "Authorization header has a parameter more than once.",
    });
  });

  test("with two dates", async () => {
    const headers = { host: "h", "x-amz-date": ["20261123T130000Z", "20261123T130001Z"] };
    expect(await failureOf({ headers: { ...headers, authorization: authorization() } })).toMatchObject({
      name: "IncompleteSignatureException",
      message: expect.stringContaining("requires existence of either a 'X-Amz-Date' or a 'Date' header"),
    });
  });

  test("with another algorithm", async () => {
    expect(await failureOf(dated(authorization().replace("SHA256", "SHA512")))).toEqual({
      name: "IncompleteSignatureException",
      message: "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now). ",
    });
  });

  test.each(["a/b/c/d", `${scope}/`, `team/${scope}`])("with the credential %s", async (credential) => {
    expect(await failureOf(dated(authorization().replace(scope, credential)))).toEqual({
      name: "IncompleteSignatureException",
      message: "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
    });
  });

  test.each([
    "2026-11-23T13:00:00Z",
    "20261123",
    "20260231T130000Z",
    "20261123T240000Z",
    "00991123T130000Z",
    "09991123T130000Z",
    "Mon, 23 Nov 2026 13:00:00 CET",
    "Mon, 23 Foo 2026 13:00:00 GMT",
  ])("with the date %s", async (date) => {
    const headers = { host: "h", "x-amz-date": date, authorization: authorization() };
    expect(await failureOf({ headers })).toEqual({
      name: "IncompleteSignatureException",
      message: `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    });
  });
});

describe("AP-01 one signature only", () => {
  test("two Authorization headers are refused", async () => {
    const headers = { host: "h", "x-amz-date": "20261123T130000Z" };
    const twice = [authorization(), authorization()];
    expect(await failureOf({ headers: { ...headers, authorization: twice } })).toEqual({
      name: "InvalidSignatureException",
      message: "Found more than one 'Authorization' HTTP header.",
    });
  });

  test.each([
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Signature=${signature}`,
    "X-Amz-Credential=",
    "X%2DAmz-Signature",
  ])("an Authorization header beside ?%s is refused", async (query) => {
    expect(await failureOf({ ...dated(authorization()), query })).toEqual({
      name: "InvalidSignatureException",
      message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    });
  });
});

describe("AP-01 a presigned query that is not whole answers IncompleteSignatureException", () => {
  const whole = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": scope,
    "X-Amz-Signature": signature,
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Date": "20261123T130000Z",
    "X-Amz-Expires": "900",
  };

  test.each(Object.keys(whole))("without %s", async (name) => {
    const query = new URLSearchParams(Object.entries(whole).filter(([key]) => key !== name)).toString();
    expect(await failureOf({ headers: { host: "h" }, query })).toEqual({
      name: "IncompleteSignatureException",
      message: `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
    });
  });

  test.each(["0", "604801", "-1", "1.5", "1e3", "0x10", "9999999"])("with the expiry %s", async (expires) => {
    const query = new URLSearchParams({ ...whole, "X-Amz-Expires": expires }).toString();
    expect(await failureOf({ headers: { host: "h" }, query })).toEqual({
      name: "IncompleteSignatureException",
      message: "X-Amz-Expires must be a whole number of seconds from 1 to 604800.",
    });
  });

  test("with a parameter twice", async () => {
    const query = `${new URLSearchParams(whole).toString()}&X-Amz-Expires=604800`;
    expect(await failureOf({ headers: { host: "h" }, query })).toMatchObject({
      name: "IncompleteSignatureException",
      message: expect.stringContaining("must not be repeated"),
    });
  });
});

describe("AP-01 anything else is refused without throwing", () => {
  const text = fc.string({ unit: "binary", maxLength: 80 });
  const pieces = fc.constantFrom(
    "AWS4-HMAC-SHA256",
    "Credential=",
    scope,
    "SignedHeaders=host",
    "Signature=",
    "/",
  );
  const header = fc.array(fc.oneof(pieces, text, fc.constantFrom(" ", ",", ";", "=", "%")), {
    maxLength: 12,
  });
  const refusal = { ok: false, failure: { message: expect.stringMatching(/^[\x20-\x7e]+$/) } };

  test("random Authorization headers", async () => {
    const property = fc.asyncProperty(header, text, async (parts, date) => {
      const headers = { host: "h", "x-amz-date": date, authorization: parts.join("") };
      expect(await verify({ headers })).toMatchObject(refusal);
      expect(await verify(dated(`AWS4-HMAC-SHA256 ${parts.join("")}`))).toMatchObject(refusal);
    });
    await fc.assert(property, { seed: 1, numRuns: 500 });
  });

  test("random queries, paths and signatures", async () => {
    const name = fc.oneof(
      text,
      fc.constantFrom("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date"),
    );
    const query = fc.array(fc.tuple(name, text), { maxLength: 8 });
    const property = fc.asyncProperty(query, text, text, async (parameters, path, hex) => {
      const raw = parameters.map(([key, value]) => `${key}=${value}`).join("&");
      const signed = dated(authorization().replace(signature, hex.replace(/[\s,]/g, "") || "0"));
      expect(await verify({ ...signed, path, query: raw })).toMatchObject(refusal);
      expect(await verify({ headers: { host: "h" }, path, query: raw })).toMatchObject(refusal);
    });
    await fc.assert(property, { seed: 2, numRuns: 500 });
  });
});

function authorization(): string {
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`;
}

function dated(header: string): Pick<SignedRequest, "headers"> {
  return { headers: { host: "h", "x-amz-date": "20261123T130000Z", authorization: header } };
}

async function verify(request: Partial<SignedRequest>) {
  const blank = { method: "POST", path: "/", query: "", headers: {}, body: new Uint8Array() };
  const now = Date.UTC(2026, 10, 23, 13, 0, 0);
  const findSecret = async () => "secret";
  return verifySignature({ ...blank, ...request }, { now, findSecret, service: "cognito-idp" });
}

async function failureOf(request: Partial<SignedRequest>) {
  const result = await verify(request);
  return result.ok ? undefined : result.failure;
}
