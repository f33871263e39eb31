import { expect, test } from "vitest";
import { plainPool, plainUser } from "../../../test/support/plain.ts";
import type { AccountRecoverySettingType } from "../../model/shapes.ts";
import type { Pool } from "../pools/pool.ts";
import type { Attributes } from "./attributes.ts";
import { recoveryContact } from "./recovery-contact.ts";

function poolWith(AccountRecoverySetting?: AccountRecoverySettingType): Pool {
  return plainPool({ settings: { AccountRecoverySetting } });
}

const contactOf = (pool: Pool, attributes: Attributes) => recoveryContact(pool, plainUser({ attributes }));

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
  expect(contactOf(pool, both)).toMatchObject({ attribute: "phone_number" });
  expect(contactOf(pool, { ...both, phone_number_verified: "false" })).toMatchObject({
    attribute: "email",
  });
});

test("an address that is not verified is never used", () => {
  expect(contactOf(poolWith(), { email: "eve@example.com", email_verified: "false" })).toBeUndefined();
  expect(contactOf(poolWith(), { email: "eve@example.com" })).toBeUndefined();
});

test("where only administrators recover accounts nobody gets a code", () => {
  const pool = poolWith({ RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] });
  expect(contactOf(pool, both)).toBeUndefined();
});

test("a pool that says nothing prefers e-mail", () => {
  expect(contactOf(poolWith(), both)).toMatchObject({ attribute: "email" });
});

test("AC-09: the address of the preferred second factor recovers no password", () => {
  const answering = (preferred: "SMS_MFA" | "EMAIL_OTP" | "SOFTWARE_TOKEN_MFA") =>
    plainUser({ attributes: both, mfa: { enabled: [preferred], preferred } });
  const settings = { MfaConfiguration: "OPTIONAL" } as const;
  const offering = { ...settings, EmailMfaConfiguration: {}, SmsMfaConfiguration: {} };
  const pool = plainPool({ settings, mfa: offering });
  expect(recoveryContact(pool, answering("EMAIL_OTP"))).toMatchObject({ attribute: "phone_number" });
  expect(recoveryContact(pool, answering("SMS_MFA"))).toMatchObject({ attribute: "email" });
  expect(recoveryContact(pool, answering("SOFTWARE_TOKEN_MFA"))).toMatchObject({ attribute: "email" });
  const { phone_number: _, ...mailOnly } = both;
  const cornered = { ...answering("EMAIL_OTP"), attributes: mailOnly };
  expect(recoveryContact(pool, cornered)).toBeUndefined();
  const withoutMfa = plainPool({ settings: { MfaConfiguration: "OFF" } });
  expect(recoveryContact(withoutMfa, cornered)).toMatchObject({ attribute: "email" });
  const byAppsOnly = { ...settings, SoftwareTokenMfaConfiguration: { Enabled: true } };
  const withoutMail = plainPool({ settings, mfa: byAppsOnly });
  expect(recoveryContact(withoutMail, cornered)).toMatchObject({ attribute: "email" });
});
