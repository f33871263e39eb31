import { describe, expect, test } from "vitest";
import { poolId } from "../ids.ts";
import { type CauseName, causes } from "./causes.ts";
import { explain } from "./explain.ts";

const event = {
  poolId: poolId("us-east-1_abcdefghi"),
  requestId: "b3c1a1f0-0000-4000-8000-000000000000",
  at: Date.UTC(2026, 10, 23, 14, 5),
  door: "/oauth2/token",
  cause: "codeAlreadyUsed",
  error: "invalid_grant",
  detail: { client_id: "abc", grant_type: "authorization_code" },
};

test("says what was asked, what was found and what to change", () => {
  expect(explain(event)).toBe(
    "At 2026-11-23T14:05:00.000Z, a request for the grant authorization_code of the client abc (user pool us-east-1_abcdefghi) came to " +
      "/oauth2/token and was answered invalid_grant: the authorization code had been redeemed before, or the person " +
      "has signed out everywhere since. What to change: Redeem a code once. A page that is loaded twice, or a retry of the token request, must " +
      "start a new sign-in.",
  );
});

test("a cause of another version is still a paragraph", () => {
  expect(explain({ ...event, cause: "somethingNewer" })).toContain("request id");
});

// The names are the keys of the table itself.
describe.each(Object.keys(causes) as CauseName[])("%s", (cause) => {
  test("has an error, a description a header may carry, and a way out", () => {
    const { error, description, found, change } = causes[cause];
    expect(error).toMatch(/^[a-z_]+$/);
    expect(description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(found).toMatch(/^[a-z].*[^.]$/);
    expect(change).toMatch(/^[A-Z].*\.$/);
  });
});
