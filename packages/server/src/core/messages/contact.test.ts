import { expect, test } from "vitest";
import { type Contact, contactOf, deliveryDetails } from "./contact.ts";

test.each([
  ["email", "jane@example.com", "EMAIL", "j***@e***"],
  ["email", "🏊@example.com", "EMAIL", "🏊***@e***"],
  ["phone_number", "+15550101234", "SMS", "+*******1234"],
  ["phone_number", "+4930123451234", "SMS", "+*******1234"],
] as const)("of %s %s only a hint is shown", (attribute, to, medium, Destination) => {
  const contact = contactOf({ [attribute]: to }, attribute);
  expect(contact).toEqual({ attribute, medium, to } satisfies Contact);
  expect(contact && deliveryDetails(contact)).toEqual({
    Destination,
    DeliveryMedium: medium,
    AttributeName: attribute,
  });
});

test("whoever has no address cannot be reached", () => {
  expect(contactOf({}, "email")).toBeUndefined();
  expect(contactOf({ email: "" }, "email")).toBeUndefined();
});
