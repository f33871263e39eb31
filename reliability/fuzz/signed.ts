/** Requests of the JSON API, unsigned, and signed in the header or in the query. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { type AnyOperationName, anyOperations } from "../../packages/server/src/model/any-operation.ts";
import { poolhouseOperations } from "../../packages/server/src/model/poolhouse.ts";
import { credentials } from "../server-process.ts";
import type { RawRequest } from "./wire.ts";

const signer = new SignatureV4({ credentials, region: "us-east-1", service: "cognito-idp", sha256: Sha256 });

export const operationNames = Object.keys(anyOperations) as AnyOperationName[];

export function unsigned(operation: AnyOperationName, body: string): RawRequest {
  const api = Object.hasOwn(poolhouseOperations, operation)
    ? "Poolhouse"
    : "AWSCognitoIdentityProviderService";
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${api}.${operation}` };
  return { method: "POST", path: "/", headers, body };
}

export async function signed(url: string, operation: AnyOperationName, body: string): Promise<RawRequest> {
  const request = unsigned(operation, body);
  const { headers } = await signer.sign(toSign(url, request));
  return { ...request, headers };
}

export async function presigned(url: string, operation: AnyOperationName, body: string): Promise<RawRequest> {
  const request = unsigned(operation, body);
  const { headers, query = {} } = await signer.presign(toSign(url, request), {
    unhoistableHeaders: new Set(["x-amz-target"]),
  });
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return { ...request, path: `/?${new URLSearchParams(parameters)}`, headers };
}

function toSign(url: string, { method, path, headers, body }: RawRequest) {
  const { hostname, host, port, protocol } = new URL(url);
  return { method, protocol, hostname, port: Number(port), path, headers: { ...headers, host }, body };
}
