/**
 * AWS's published SigV4 test suite (its normalized-path half, as every service but S3 signs), with the key,
 * date and scope all of it shares filled in here. Presigned vectors are valid for an hour.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SignedRequest } from "./signed-request.ts";
import { verifySignature } from "./verify.ts";

const vectors = loadVectors();
const ours = vectors.filter(({ headers }) => headers["x-amz-security-token"] === undefined);
const ofSessions = vectors.filter((vector) => !ours.includes(vector));
const signedAt = Date.UTC(2015, 7, 30, 12, 36, 0);

describe("AP-01 AWS's published vectors", () => {
  test("are all here, in both forms", () => {
    expect(vectors.filter(({ form }) => form === "header")).toHaveLength(33);
    expect(vectors.filter(({ form }) => form === "query")).toHaveLength(9);
  });

  test.each(ours)("$form form: $name is verified", async (vector) => {
    const signedHeaders = vector.signedHeaders.split(";");
    const signer = { accessKeyId: "AKIDEXAMPLE", region: "us-east-1" };
    expect(await verify(vector)).toEqual({ ok: true, ...signer, signedHeaders });
  });

  test.each(ofSessions)("$form form: $name is refused for its session token", async (vector) => {
    expect(await verify(vector)).toMatchObject({ failure: { name: "UnrecognizedClientException" } });
  });

  test.each(ours)("$form form: $name is refused with another signature", async (vector) => {
    const lastDigit = vector.signature.endsWith("0") ? "1" : "0";
    const result = await verify({ ...vector, signature: vector.signature.slice(0, -1) + lastDigit });
    expect(result).toMatchObject({ failure: { name: "InvalidSignatureException" } });
  });
});

test("AP-01 a request dated by its Date header alone is verified", async () => {
  const scope = "AKIDEXAMPLE/20110909/us-east-1/host/aws4_request";
  const signature = "b27ccfbfa7df52a200ff74193ca6e32d4b48b8856fab7ebf1c595d0670a7e470";
  const request = {
    method: "GET",
    path: "/",
    query: "",
    headers: {
      date: "Mon, 09 Sep 2011 23:36:00 GMT",
      host: "host.foo.com",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=date;host, Signature=${signature}`,
    },
    body: new Uint8Array(),
  };
  const options = { now: Date.UTC(2011, 8, 9, 23, 40), findSecret, service: "host" };
  expect(await verifySignature(request, options)).toMatchObject({ ok: true, accessKeyId: "AKIDEXAMPLE" });
});

interface Vector {
  readonly name: string;
  readonly form: "header" | "query";
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

function loadVectors(): readonly Vector[] {
  const text = readFileSync(new URL("./vectors.json", import.meta.url), "utf8");
  // The file is ours: a row of another shape fails its own test.
  return JSON.parse(text) as readonly Vector[];
}

async function verify(vector: Vector) {
  const request = vector.form === "header" ? inHeader(vector) : inQuery(vector);
  return verifySignature(request, { now: signedAt, findSecret, service: "service" });
}

const credential = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

function inHeader(vector: Vector): SignedRequest {
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credential}, ` +
    `SignedHeaders=${vector.signedHeaders}, Signature=${vector.signature}`;
  return { ...onWire(vector), headers: { ...vector.headers, authorization } };
}

function inQuery(vector: Vector): SignedRequest {
  const parameters = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(credential)}`,
    "X-Amz-Date=20150830T123600Z",
    `X-Amz-SignedHeaders=${encodeURIComponent(vector.signedHeaders)}`,
    "X-Amz-Expires=3600",
    `X-Amz-Signature=${vector.signature}`,
  ];
  const wire = onWire(vector);
  return { ...wire, query: [wire.query, ...parameters].filter((part) => part !== "").join("&") };
}

/** UTF-8 as Node hands it over: one character per byte. */
function onWire({ method, path, query, headers, body }: Vector): SignedRequest {
  const bytes = (text: string): string => Buffer.from(text).toString("latin1");
  return { method, path: bytes(path), query: bytes(query), headers, body: Buffer.from(body) };
}

async function findSecret(accessKeyId: string): Promise<string | undefined> {
  return accessKeyId === "AKIDEXAMPLE" ? "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" : undefined;
}
