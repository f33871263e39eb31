/** Signed calls of the JSON API, in the header or in the query, with whatever key and body a story needs. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AnyOperationName } from "../../src/model/any-operation.ts";
import { type JsonAnswer, post, targetOf } from "./json-call.ts";
import { region, type TestServer } from "./server.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export async function callSigned(
  server: TestServer,
  operation: AnyOperationName,
  body: object | string,
  credentials: Credentials = server.accessKey,
): Promise<JsonAnswer> {
  const request = requestOf(server, operation, body);
  const { headers } = await signerOf(credentials).sign(request, {
    signingDate: new Date(server.clock.now()),
  });
  return post(server.url, request.body, headers);
}

/** The URL and the headers of a call that anybody who holds them may send within `expiresIn` seconds. */
export async function presign(
  server: TestServer,
  operation: AnyOperationName,
  body: object | string,
  expiresIn: number,
) {
  const request = requestOf(server, operation, body);
  const { headers, query = {} } = await signerOf(server.accessKey).presign(request, {
    signingDate: new Date(server.clock.now()),
    expiresIn,
    // The target is no parameter of ours: it stays a header, and is signed as one.
    unhoistableHeaders: new Set(["x-amz-target"]),
  });
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return { url: `${server.url}/?${new URLSearchParams(parameters)}`, headers, body: request.body };
}

function requestOf(server: TestServer, operation: AnyOperationName, body: object | string) {
  const { hostname, port, host, protocol } = new URL(server.url);
  return {
    method: "POST",
    protocol,
    hostname,
    port: Number(port),
    path: "/",
    headers: { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": targetOf(operation) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

function signerOf(credentials: Credentials): SignatureV4 {
  return new SignatureV4({ credentials, region, service: "cognito-idp", sha256: Sha256 });
}
