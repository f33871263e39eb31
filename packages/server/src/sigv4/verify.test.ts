/** Signs with AWS's own signer, then changes what was sent. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import { constantTimeComparisons } from "../../test/support/constant-time.ts";
import type { SignedRequest } from "./signed-request.ts";
import { verifySignature } from "./verify.ts";

const now = Date.UTC(2026, 10, 23, 13, 0, 0);
const minute = 60_000;
const ahead = now + 15 * minute + 1000;
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const secrets = new Map([
  ["AKIDEXAMPLE", secret],
  ["AKIDOTHER", "another secret"],
]);
const target = "AWSCognitoIdentityProviderService.ListUserPools";

describe("a signed request", () => {
  test("is verified, with its key, region and signed headers", async () => {
    expect(await verify(await sign())).toEqual({
      ok: true,
      accessKeyId: "AKIDEXAMPLE",
      region: "eu-central-1",
      signedHeaders: ["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-target"],
    });
  });

  test("is verified without the optional content hash", async () => {
    const request = await sign({ applyChecksum: false });
    expect(request.headers["x-amz-content-sha256"]).toBeUndefined();
    expect(await verify(request)).toMatchObject({ ok: true });
  });

  test("may carry headers nobody signed, as long as they steer nothing", async () => {
    const added = { "user-agent": "curl", "x-forwarded-for": "192.0.2.1", "x-amzn-trace-id": "Root=1" };
    expect(await verify(withHeaders(await sign(), added))).toMatchObject({ ok: true });
  });

  test("AP-01: is compared with what it should be in constant time, under an unknown key too", async () => {
    const good = await sign();
    const known = String(good.headers["authorization"]);
    for (const authorization of [known, known.replace("AKIDEXAMPLE", "AKIDUNKNOWN")]) {
      const request = withHeaders(good, { authorization });
      expect(await constantTimeComparisons(() => verify(request))).toBe(1);
    }
  });

  test("is verified in presigned form", async () => {
    expect(await verify(await presign())).toEqual({
      ok: true,
      accessKeyId: "AKIDEXAMPLE",
      region: "eu-central-1",
      signedHeaders: ["content-type", "host", "x-amz-target"],
    });
  });
});

describe("AP-01 a request altered after signing answers InvalidSignatureException", () => {
  const notWhatWasSigned = "The request signature we calculated does not match";
  const alterations: readonly [string, (request: SignedRequest) => SignedRequest, string][] = [
    ["method", (request) => ({ ...request, method: "PUT" }), notWhatWasSigned],
    ["path", (request) => ({ ...request, path: "/other" }), notWhatWasSigned],
    ["query value", (request) => ({ ...request, query: "a=2" }), notWhatWasSigned],
    ["query name", (request) => ({ ...request, query: "b=1" }), notWhatWasSigned],
    ["query, dropped", (request) => ({ ...request, query: "" }), notWhatWasSigned],
    ["query, lengthened", (request) => ({ ...request, query: "a=1&a=1" }), notWhatWasSigned],
    ["host", (request) => withHeaders(request, { host: "evil.example" }), notWhatWasSigned],
    ["content-type", (request) => withHeaders(request, { "content-type": "text/plain" }), notWhatWasSigned],
    ["x-amz-target", (request) => withHeaders(request, { "x-amz-target": "X.Y" }), notWhatWasSigned],
    [
      "x-amz-target, sent twice",
      (request) => withHeaders(request, { "x-amz-target": [target, "X.Y"] }),
      notWhatWasSigned,
    ],
    [
      "body",
      (request) => ({ ...request, body: Buffer.from("{} ") }),
      "The provided 'x-amz-content-sha256' header does not match",
    ],
    [
      "body hash, declared unsigned",
      (request) => withHeaders(request, { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }),
      "The provided 'x-amz-content-sha256' header does not match",
    ],
    [
      "x-amz-date, within the day",
      (request) => withHeaders(request, { "x-amz-date": "20261123T130100Z" }),
      notWhatWasSigned,
    ],
    ["scope: access key", edit("AKIDEXAMPLE/", "AKIDOTHER/"), notWhatWasSigned],
    ["scope: region", edit("eu-central-1", "us-east-1"), notWhatWasSigned],
    [
      "scope: service",
      edit("/cognito-idp/", "/s3/"),
      "Credential should be scoped to correct service: 'cognito-idp'. ",
    ],
    ["scope: date", edit("/20261123/", "/20261122/"), "Date in Credential scope does not match"],
    ["scope: terminator", edit("aws4_request", "aws5_request"), "scoped with a valid terminator"],
    ["signature", flipSignature, notWhatWasSigned],
    ["signature, shortened", edit(/.$/, ""), notWhatWasSigned],
    ["signature, in upper case", edit(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase()), notWhatWasSigned],
  ];

  test.each(alterations)("%s", async (_, alter, message) => {
    const request = await sign();
    expect((await verify(request)).ok).toBe(true);
    expect(await failureOf(alter(request))).toEqual({
      name: "InvalidSignatureException",
      message: expect.stringContaining(message),
    });
  });

  test("body, when no content hash was sent", async () => {
    const request = await sign({ applyChecksum: false });
    expect(await failureOf({ ...request, body: Buffer.from('{"a":1}') })).toMatchObject({
      name: "InvalidSignatureException",
    });
  });

  test("what the failure says never holds the right signature or the canonical request", async () => {
    const request = await sign();
    const signature = String(request.headers["authorization"]).slice(-64);
    const failure = JSON.stringify(await failureOf(flipSignature(request)));
    expect(failure).not.toContain(signature);
    expect(failure).not.toContain("host:");
  });

  const presignedAlterations: readonly [string, (query: string) => string][] = [
    ["expiry", (query) => query.replace("X-Amz-Expires=900", "X-Amz-Expires=901")],
    ["date, within the day", (query) => query.replace("T130000Z", "T130001Z")],
    ["access key", (query) => query.replace("AKIDEXAMPLE", "AKIDOTHER")],
    ["region", (query) => query.replace("eu-central-1", "us-east-1")],
    ["another parameter", (query) => query.replace("a=1", "a=2")],
    ["a parameter more", (query) => `${query}&b=1`],
  ];

  test.each(presignedAlterations)("presigned %s", async (_, alter) => {
    const request = await presign();
    const query = alter(request.query);
    expect(query).not.toBe(request.query);
    expect(await failureOf({ ...request, query })).toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringContaining(notWhatWasSigned),
    });
  });
});

describe("AP-01 the clock", () => {
  test.each([-15 * minute, -(14 * minute + 59_000), 0, 14 * minute + 59_000, 15 * minute])(
    "a request signed %d ms away is verified",
    async (offset) => {
      expect(await verify(await sign({ at: now + offset }))).toMatchObject({ ok: true });
    },
  );

  test("a request signed 15:01 ago has expired, and one signed 15:01 ahead is not yet current", async () => {
    expect(await failureOf(await sign({ at: now - 15 * minute - 1000 }))).toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringMatching(/^Signature expired: /),
    });
    for (const request of [await sign({ at: ahead }), await presign({ at: ahead })]) {
      expect(await failureOf(request)).toMatchObject({
        name: "InvalidSignatureException",
        message: expect.stringMatching(/^Signature not yet current: /),
      });
    }
  });

  test("a presigned request lives as long as it says, and no second longer", async () => {
    const request = await presign({ at: now - 900_000 });
    expect(await verify(request)).toMatchObject({ ok: true });
    expect(await failureOf(request, { now: now + 1000 })).toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringMatching(/^Signature expired: /),
    });
  });
});

describe("AP-02 headers that steer the request must be signed", () => {
  test.each(["host", "content-type", "x-amz-target", "x-amz-date", "x-amz-content-sha256"])(
    "%s taken off the list is refused",
    async (name) => {
      const request = edit(/SignedHeaders=[^,]*/, (list) => {
        const names = list.slice("SignedHeaders=".length).split(";");
        return `SignedHeaders=${names.filter((other) => other !== name).join(";")}`;
      })(await sign());
      const shown = name === "host" ? "'Host' or ':authority'" : `'${name}'`;
      expect(await failureOf(request)).toEqual({
        name: "InvalidSignatureException",
        message: `${shown} must be a 'SignedHeader' in the AWS Authorization.`,
      });
    },
  );

  test("an X-Amz-Target added to a signed request is refused", async () => {
    for (const request of [
      await sign({ without: "x-amz-target" }),
      await presign({ without: "x-amz-target" }),
    ]) {
      expect(await verify(request)).toMatchObject({ ok: true });
      expect(await failureOf(withHeaders(request, { "x-amz-target": target }))).toEqual({
        name: "InvalidSignatureException",
        message: "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
      });
    }
  });
});

describe("who signed", () => {
  test("an unknown key answers UnrecognizedClientException, whatever its signature", async () => {
    const failure = {
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    };
    const findSecretOfNobody = async () => undefined;
    expect(await failureOf(await sign(), { findSecret: findSecretOfNobody })).toEqual(failure);
    expect(await failureOf(flipSignature(await sign()), { findSecret: findSecretOfNobody })).toEqual(failure);
  });

  test("the stand-in for an unknown or empty secret opens nothing", async () => {
    for (const stored of [undefined, ""]) {
      for (const guess of ["x".repeat(40), ""]) {
        const request = await sign({ secretAccessKey: guess });
        expect(await failureOf(request, { findSecret: async () => stored })).toMatchObject({
          name: "UnrecognizedClientException",
        });
      }
    }
  });

  test("a key id no key can have is unknown, and storage is not asked", async () => {
    const asked: string[] = [];
    const findSecret = async (accessKeyId: string) => {
      asked.push(accessKeyId);
      return secret;
    };
    for (const accessKeyId of ["", "a\u0000b", "A'--", "A".repeat(129)]) {
      const request = edit("AKIDEXAMPLE/", `${accessKeyId}/`)(await sign());
      expect(await failureOf(request, { findSecret })).toMatchObject({ name: "UnrecognizedClientException" });
    }
    expect(asked).toEqual([]);
  });

  test("a session token answers UnrecognizedClientException, because none is ever issued", async () => {
    for (const request of [
      await sign({ sessionToken: "token" }),
      await presign({ sessionToken: "token" }),
      await presign({ added: { "x-amz-security-token": "token" } }),
    ]) {
      expect(await failureOf(request)).toEqual({
        name: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
      });
    }
  });
});

interface Signing {
  readonly at?: number;
  readonly expiresIn?: number;
  readonly applyChecksum?: boolean;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly without?: string;
  /** Of a presigned request: headers that stay headers. */
  readonly added?: Readonly<Record<string, string>>;
}

async function sign(signing: Signing = {}): Promise<SignedRequest> {
  const signed = await signer(signing).sign(unsigned(signing), { signingDate: new Date(signing.at ?? now) });
  return { method: "POST", path: "/", query: "a=1", headers: signed.headers, body: Buffer.from("{}") };
}

async function presign(signing: Signing = {}): Promise<SignedRequest> {
  const signed = await signer(signing).presign(unsigned(signing), {
    signingDate: new Date(signing.at ?? now),
    expiresIn: signing.expiresIn ?? 900,
    unhoistableHeaders: new Set(["x-amz-target", ...Object.keys(signing.added ?? {})]),
  });
  const query = new URLSearchParams(Object.entries(signed.query ?? {}).map(([k, v]) => [k, String(v)]));
  return {
    method: "POST",
    path: "/",
    query: query.toString(),
    headers: signed.headers,
    body: Buffer.from("{}"),
  };
}

function signer({ applyChecksum = true, secretAccessKey = secret, sessionToken }: Signing): SignatureV4 {
  const session = sessionToken === undefined ? {} : { sessionToken };
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey, ...session };
  return new SignatureV4({
    credentials,
    region: "eu-central-1",
    service: "cognito-idp",
    sha256: Sha256,
    applyChecksum,
  });
}

function unsigned({ without, added }: Signing) {
  const headers = {
    ...added,
    host: "localhost:7665",
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": target,
  };
  const entries = Object.entries(headers).filter(([name]) => name !== without);
  const url = { protocol: "http:", hostname: "localhost", path: "/", query: { a: "1" } };
  return { method: "POST", ...url, headers: Object.fromEntries(entries), body: Buffer.from("{}") };
}

type Options = Parameters<typeof verifySignature>[1];

async function verify(request: SignedRequest, options: Partial<Options> = {}) {
  const findSecret = async (accessKeyId: string) => secrets.get(accessKeyId);
  return verifySignature(request, { now, service: "cognito-idp", findSecret, ...options });
}

async function failureOf(request: SignedRequest, options: Partial<Options> = {}) {
  const result = await verify(request, options);
  return result.ok ? undefined : result.failure;
}

function withHeaders(request: SignedRequest, headers: SignedRequest["headers"]): SignedRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** Changes the Authorization header; a change that finds nothing to change fails the test. */
function edit(from: string | RegExp, to: string | ((match: string) => string)) {
  return (request: SignedRequest): SignedRequest => {
    const before = String(request.headers["authorization"]);
    const after = before.replace(from, typeof to === "string" ? () => to : to);
    expect(after).not.toBe(before);
    return withHeaders(request, { authorization: after });
  };
}

function flipSignature(request: SignedRequest): SignedRequest {
  return edit(/.$/, (digit) => (digit === "0" ? "1" : "0"))(request);
}
