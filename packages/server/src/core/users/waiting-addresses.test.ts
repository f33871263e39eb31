import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { fail } from "../failures.ts";
import { postponeAddresses, requireNoneWaiting } from "./waiting-addresses.ts";

const careful = plainPool({
  settings: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } },
});
const current = { email: "ada@example.com", email_verified: "true", phone_number: "+15555550100" };

function postponed(changes: Record<string, string>, before: Record<string, string> = current) {
  return postponeAddresses(careful, before, { ...before, email_verified: "false", ...changes }, changes);
}

test("AP-08: another address waits, and everything about the old one stays as it was", () => {
  const { attributes, waiting } = postponed({ email: "grace@example.com", name: "Ada" });
  expect(attributes).toEqual({ ...current, name: "Ada" });
  expect(waiting).toEqual([{ attribute: "email", medium: "EMAIL", to: "grace@example.com" }]);
});

test("AP-08: an old address that was never verified stays so", () => {
  const { attributes } = postponed({ email: "grace@example.com" }, { email: "ada@example.com" });
  expect(attributes).toEqual({ email: "ada@example.com" });
});

test("the first address waits for nothing, nor does one that the pool does not name", () => {
  expect(postponed({ email: "ada@example.com" }, {}).waiting).toEqual([]);
  const change = { phone_number: "+15555550199" };
  expect(postponed(change)).toMatchObject({ attributes: change, waiting: [] });
});

test.each(["true", "false"])("an administrator who says email_verified=%s has decided", (email_verified) => {
  const change = { email: "grace@example.com", email_verified };
  expect(postponed(change)).toMatchObject({ attributes: change, waiting: [] });
});

test("the same address again and its deletion wait for nothing", () => {
  expect(postponed({ email: "ada@example.com" }).waiting).toEqual([]);
  const { email: _email, ...rest } = current;
  expect(postponeAddresses(careful, current, rest, { email: "" })).toEqual({ attributes: rest, waiting: [] });
});

test("AP-08: on the way in an address that would have to wait is refused", () => {
  const change = (email: string) => () => requireNoneWaiting(careful, current, { ...current, email }, fail);
  expect(change("grace@example.com")).toThrow(/only after signing in/);
  expect(change("ada@example.com")).not.toThrow();
});
