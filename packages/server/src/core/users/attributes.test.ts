import { describe, expect, test } from "vitest";
import { plainClient, plainPool } from "../../../test/support/plain.ts";
import type { Client, ClientSettings } from "../clients/client.ts";
import { fail } from "../failures.ts";
import type { Pool, PoolSettings } from "../pools/pool.ts";
import { missingRequiredAttributes, withAdminAttributes, withOwnAttributes } from "./attributes.ts";

const text = { AttributeDataType: "String", Mutable: true } as const;

const custom = [
  { Name: "custom:team", ...text, StringAttributeConstraints: { MinLength: "2", MaxLength: "4" } },
  { Name: "custom:tenant", ...text, Mutable: false },
  {
    Name: "custom:age",
    ...text,
    AttributeDataType: "Number",
    NumberAttributeConstraints: { MinValue: "18", MaxValue: "99" },
  },
  { Name: "custom:member", ...text, AttributeDataType: "Boolean" },
  { Name: "custom:since", ...text, AttributeDataType: "DateTime" },
  { Name: "dev:custom:note", ...text, DeveloperOnlyAttribute: true },
] as const;

function aPool(settings: Partial<PoolSettings> = {}): Pool {
  return plainPool({ settings: { SchemaAttributes: custom, ...settings } });
}

function aClient(settings: ClientSettings = {}): Client {
  return plainClient({ settings });
}

const pool = aPool();
const everything = aClient({ WriteAttributes: ["email", "phone_number", ...custom.map(({ Name }) => Name)] });
const current = { email: "ada@example.com", email_verified: "true", "custom:tenant": "blue" };

const own = (
  changes: Record<string, string>,
  client = everything,
  before: Record<string, string> = current,
) => withOwnAttributes(pool, client, before, changes, fail);
const byAdmin = (changes: Record<string, string>, before: Record<string, string> | null = current) =>
  withAdminAttributes(pool, before, changes, fail);

function failure(exception: string, message: string | RegExp) {
  return expect.objectContaining({ exception, message: expect.stringMatching(message) });
}

describe("a person's own changes", () => {
  test.each(["sub", "identities", "email_verified", "phone_number_verified", "dev:custom:note"])(
    "AP-07: %s is refused, even when the client lists it",
    (name) => {
      const client = aClient({ WriteAttributes: [name] });
      expect(() => own({ [name]: "true" }, client)).toThrow(
        failure("NotAuthorizedException", /^A client attempted to write unauthorized attribute$/),
      );
    },
  );

  test("AP-07: what the client does not list is refused, and nothing of the call is kept", () => {
    expect(() => own({ email: "ada@example.org" }, aClient({ WriteAttributes: ["name"] }))).toThrow(
      failure("NotAuthorizedException", /unauthorized attribute/),
    );
  });

  test("AP-07: a client without a list writes standard attributes and no others", () => {
    expect(own({ nickname: "Countess" }, aClient())).toMatchObject({ nickname: "Countess" });
    expect(() => own({ "custom:team": "red" }, aClient())).toThrow(
      failure("NotAuthorizedException", /unauthorized/),
    );
  });

  test("AP-07: an immutable attribute is refused, set or not", () => {
    const refusal = failure(
      "InvalidParameterException",
      /^user\.custom:tenant: Attribute cannot be updated\.\n$/,
    );
    expect(() => own({ "custom:tenant": "red" })).toThrow(refusal);
    expect(() => own({ "custom:tenant": "red" }, everything, {})).toThrow(refusal);
    expect(() => own({ "custom:tenant": "" })).toThrow(refusal);
  });

  test("an immutable attribute that is required and missing may be given once", () => {
    const strict = aPool({ SchemaAttributes: [{ Name: "email", ...text, Mutable: false, Required: true }] });
    const change = (before: Record<string, string>) =>
      withOwnAttributes(strict, everything, before, { email: "a@example.com" }, fail);
    expect(change({})).toEqual({ email: "a@example.com" });
    expect(() => change({ email: "b@example.com" })).toThrow(/cannot be updated/);
  });

  test("every name the pool does not know has its line", () => {
    expect(() => own({ "custom:foo": "1", nickname: "x", bar: "2" })).toThrow(
      failure(
        "InvalidParameterException",
        /^Invalid user attributes: user\.custom:foo: Attribute does not exist in the schema\.\nuser\.bar: Attribute does not exist in the schema\.\n$/,
      ),
    );
  });

  test("AP-04: a name that objects have by nature is just unknown", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const changes = Object.fromEntries([[name, "x"]]);
      expect(() => own(changes)).toThrow(/does not exist in the schema/);
    }
  });

  test("AP-08: another address is not verified, the same one in other letters still is", () => {
    expect(own({ email: "grace@example.com" })).toMatchObject({
      email: "grace@example.com",
      email_verified: "false",
    });
    expect(own({ email: "Ada@Example.com" })).toMatchObject({
      email: "Ada@Example.com",
      email_verified: "true",
    });
  });

  test("AP-08: a letter that only folds to the same one makes another address", () => {
    const kelvin = { email: "\u212aay@example.com", email_verified: "true" };
    expect(own({ email: "kay@example.com" }, everything, kelvin)).toMatchObject({ email_verified: "false" });
  });

  test("a blank value deletes, and the verification goes with the address", () => {
    expect(own({ email: "" })).toEqual({ "custom:tenant": "blue" });
  });

  test("a required attribute cannot be deleted", () => {
    const strict = aPool({ SchemaAttributes: [{ Name: "email", ...text, Required: true }] });
    expect(() => withOwnAttributes(strict, everything, current, { email: "" }, fail)).toThrow(
      failure("InvalidParameterException", /^user\.email: Required attribute cannot be deleted\.\n$/),
    );
  });
});

describe("values", () => {
  test.each([
    ["email", "ada"],
    ["email", "ada@example.com\r\nBcc: eve@example.com"],
    ["email", "ada@example.com,eve@example.com"],
    ["email", "Ada <ada@example.com>"],
    ["phone_number", "5550100"],
    ["phone_number", "+1 555 0100"],
  ])("%s is not %j", (name, value) => {
    const expected = name === "email" ? "Invalid email address format." : "Invalid phone number format.";
    expect(() => own({ [name]: value })).toThrow(failure("InvalidParameterException", expected));
  });

  test.each([
    ["custom:team", "r"],
    ["custom:team", "purple"],
    ["custom:age", "17"],
    ["custom:age", "100"],
    ["custom:age", "ten"],
    ["custom:age", "1e1"],
    ["custom:member", "yes"],
    ["custom:since", "once upon a time"],
  ])("%s is not %j", (name, value) => {
    expect(() => own({ [name]: value })).toThrow(
      failure(
        "InvalidParameterException",
        new RegExp(`^Attributes did not conform to the schema: ${name}: `),
      ),
    );
  });

  test("lengths count characters, not their halves", () => {
    expect(own({ "custom:team": "🏊🏊🏊🏊" })).toMatchObject({ "custom:team": "🏊🏊🏊🏊" });
  });

  test("what fits is kept, booleans in lower case", () => {
    const changes = { "custom:age": "18", "custom:member": "TRUE", "custom:since": "2026-11-23T14:00:00Z" };
    expect(own(changes)).toEqual({ ...current, ...changes, "custom:member": "true" });
  });

  test("a birthdate has a form", () => {
    expect(() => own({ birthdate: "10/12/1815" }, aClient())).toThrow(/birthdate/);
    expect(own({ birthdate: "1815-12-10" }, aClient())).toMatchObject({ birthdate: "1815-12-10" });
  });
});

describe("an administrator's changes", () => {
  test("may verify an address, with the change of it or alone", () => {
    const changes = { email: "grace@example.com", email_verified: "true" };
    expect(byAdmin(changes)).toMatchObject(changes);
    expect(byAdmin({ email_verified: "False" })).toMatchObject({ email_verified: "false" });
  });

  test("cannot verify an address that is not there", () => {
    expect(() => byAdmin({ phone_number_verified: "true" })).toThrow(
      failure("InvalidParameterException", "Phone Number is required to verify/un-verify a phone number"),
    );
    expect(() => byAdmin({ email: "", email_verified: "true" })).toThrow(
      failure("InvalidParameterException", "Email is required to verify/un-verify an email"),
    );
  });

  test("may set developers' attributes", () => {
    expect(byAdmin({ "dev:custom:note": "VIP" })).toMatchObject({ "dev:custom:note": "VIP" });
  });

  test("may set immutable attributes at creation and never again", () => {
    expect(byAdmin({ "custom:tenant": "red" }, null)).toEqual({ "custom:tenant": "red" });
    expect(() => byAdmin({ "custom:tenant": "red" })).toThrow(/cannot be updated/);
    expect(() => byAdmin({ "custom:tenant": "red" }, {})).toThrow(/cannot be updated/);
  });

  test.each(["sub", "identities"])("cannot change %s", (name) => {
    expect(() => byAdmin({ [name]: "x" }, null)).toThrow(
      failure("InvalidParameterException", `Cannot modify the non-mutable attribute ${name}`),
    );
  });
});

test("what is required and has no value is missing, the sub never", () => {
  const strict = aPool({
    SchemaAttributes: [
      { Name: "sub", ...text, Required: true },
      { Name: "email", ...text, Required: true },
      { Name: "name", ...text, Required: true },
    ],
  });
  expect(missingRequiredAttributes(strict, { name: "Ada" })).toEqual(["email"]);
  expect(missingRequiredAttributes(pool, {})).toEqual([]);
});
