import { expect, test } from "vitest";
import type { AccountRecoverySettingType } from "../../model/shapes.ts";
import { poolId } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import { recoveryContact } from "./recovery-contact.ts";

function poolWith(AccountRecoverySetting?: AccountRecoverySettingType): Pool {
  const mfa = { MfaConfiguration: "OFF" } as const;
  const id = poolId("us-east-1_abcdefghi");
  return {
    poolId: id,
    settings: { AccountRecoverySetting },
    mfa,
    hasEternalIdTokens: false,
    createdAt: 0,
    modifiedAt: 0,
  };
}

const both = {
  email: "ada@example.com",
  email_verified: "true",
  phone_number: "+15550101234",
  phone_number_verified: "true",
};

test("the mechanism with the smallest number that can be used goes first", () => {
  const pool = poolWith({
    RecoveryMechanisms: [
      { Name: "verified_email", Priority: 2 },
      { Name: "verified_phone_number", Priority: 1 },
    ],
  });
  expect(recoveryContact(pool, both)).toMatchObject({ attribute: "phone_number" });
  expect(recoveryContact(pool, { ...both, phone_number_verified: "false" })).toMatchObject({
    attribute: "email",
  });
});

test("an address that is not verified is never used", () => {
  expect(recoveryContact(poolWith(), { email: "eve@example.com", email_verified: "false" })).toBeUndefined();
  expect(recoveryContact(poolWith(), { email: "eve@example.com" })).toBeUndefined();
});

test("where only administrators recover accounts nobody gets a code", () => {
  const pool = poolWith({ RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] });
  expect(recoveryContact(pool, both)).toBeUndefined();
});

test("a pool that says nothing prefers e-mail", () => {
  expect(recoveryContact(poolWith(), both)).toMatchObject({ attribute: "email" });
});
