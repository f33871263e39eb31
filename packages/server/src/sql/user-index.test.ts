import { expect, it } from "vitest";
import { aUser } from "../../test/sql/fixtures.ts";
import { indexEntries } from "./user-index.ts";

it("indexes what a filter may name, folded, and nothing else of a person", () => {
  const attributes = { email: "Ada@Example.com", email_verified: "true", "custom:UAID": "u-1", name: "ΑΣ" };
  expect(indexEntries(aUser({ attributes }))).toEqual([
    { attribute: "username", value: "ada" },
    { attribute: "email", value: "ada@example.com" },
    { attribute: "name", value: "ασ" },
    { attribute: "cognito:user_status", value: "confirmed" },
    { attribute: "status", value: "enabled" },
  ]);
});
