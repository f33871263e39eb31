/** What every failed OAuth request must be, and a count of the causes whose story has been told. */
import { expect } from "vitest";
import type { CauseName, OAuthError } from "../../src/core/events/causes.ts";
import type { FormAnswer } from "./oauth.ts";
import { callOwn } from "./own-operations.ts";
import type { TestServer } from "./server.ts";

export interface ExpectedFailure {
  readonly cause: CauseName;
  readonly error: OAuthError;
  readonly status?: number;
  readonly door?: string;
}

/** The causes told in this file so far. */
export const told = new Set<CauseName>();

/** Status, error, reason, page, request id, headers, and the event behind the request id. */
export async function expectOAuthFailure(
  server: TestServer,
  answer: FormAnswer,
  expected: ExpectedFailure,
): Promise<void> {
  const { cause, error, status = 400, door = "/oauth2/token" } = expected;
  const { body, headers } = answer;
  const { error_description = "", request_id = "" } = body;
  expect(body).toEqual({
    error,
    error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/),
    error_uri: `${server.url}/errors/${error}#${cause}`,
    request_id: headers.get("x-amz-cognito-request-id"),
  });
  expect(answer.status).toBe(status);
  expect(error_description).not.toMatch(/[{}]/);
  expect(request_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expectOAuthHeaders(headers);

  const { Explanation } = await callOwn(server, "ExplainRequest", { RequestId: request_id });
  expect(Explanation).toMatchObject({ RequestId: request_id, Error: error });
  expect(Explanation.Paragraph).toContain(` came to ${door} and was answered ${error}: `);
  expect(Explanation.Paragraph).toMatch(/What to change: \S/);
  expect(Explanation.Paragraph).not.toMatch(/\{\w+\}/);
  told.add(cause);
}

/** `cognito.md` §3: nobody keeps the answer, nobody frames it, every origin may read it (TK-06). */
export function expectOAuthHeaders(headers: Headers): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/json;charset=UTF-8",
    "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
    pragma: "no-cache",
    expires: "0",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "x-xss-protection": "1; mode=block",
    "access-control-allow-origin": "*",
  });
}
