import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { signUpContact } from "./sign-up-contact.ts";

const both = { email: "ada@example.com", phone_number: "+15555550100" };
const verifying = (...AutoVerifiedAttributes: ("email" | "phone_number")[]) =>
  plainPool({ settings: { AutoVerifiedAttributes } });

test.each([
  ["the phone number first", verifying("email", "phone_number"), both, "phone_number"],
  ["only what the pool verifies", verifying("email"), both, "email"],
  ["only what the person has", verifying("email", "phone_number"), { email: both.email }, "email"],
  [
    "what a trigger has not verified already",
    verifying("email", "phone_number"),
    { ...both, phone_number_verified: "true" },
    "email",
  ],
  [
    "a verified address where there is no other",
    verifying("email"),
    { ...both, email_verified: "true" },
    "email",
  ],
  ["nothing where the pool verifies nothing", verifying(), both, undefined],
])("a sign-up's code goes to %s", (_where, pool, attributes, expected) => {
  expect(signUpContact(pool, attributes)?.attribute).toBe(expected);
});
