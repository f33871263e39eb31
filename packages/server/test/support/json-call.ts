/** Calls of the JSON API byte by byte: what no SDK would send, and all that comes back. */
import { expect } from "vitest";
import type { AnyOperationName } from "../../src/model/any-operation.ts";
import { poolhouseOperations } from "../../src/model/poolhouse.ts";
import type { TestServer } from "./server.ts";

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The name of the failure; empty for a success. */
  readonly type: string;
  readonly message: string | undefined;
}

export function targetOf(operation: AnyOperationName): string {
  const isOwn = Object.hasOwn(poolhouseOperations, operation);
  return `${isOwn ? "Poolhouse" : "AWSCognitoIdentityProviderService"}.${operation}`;
}

/** Unsigned. A body that is an object travels as its JSON. */
export async function callUnsigned(
  { url }: Pick<TestServer, "url">,
  operation: AnyOperationName,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> {
  return post(url, body, {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": targetOf(operation),
    ...headers,
  });
}

/** With these headers and no others. */
export async function post(
  url: string,
  body: object | string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Promise<JsonAnswer> {
  const bytes = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(url, { method: "POST", headers, body: bytes });
  const text = await response.text();
  const parsed: { __type?: string; message?: string } = JSON.parse(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    type: parsed.__type ?? "",
    message: parsed.message,
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Cognito's form of a failure, in body and headers (`cognito.md` §2). */
export function expectFailureForm(answer: JsonAnswer, type: string, message?: string): void {
  const { status, headers, text } = answer;
  expect({ status, type: answer.type, message: answer.message }).toEqual({ status: 400, type, message });
  expect(JSON.parse(text)).toEqual(message === undefined ? { __type: type } : { __type: type, message });
  expect(headers.get("x-amzn-errortype")).toBe(`${type}:`);
  expect(headers.has("x-amzn-errormessage")).toBe(message !== undefined);
  expectApiHeaders(headers);
}

/** Of every answer, good or bad. */
export function expectApiHeaders(headers: Headers): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": expect.stringMatching(uuid),
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
    "cache-control": "no-store",
    date: expect.any(String),
  });
}
