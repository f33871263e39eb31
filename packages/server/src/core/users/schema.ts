/** Which attributes a person of a pool can have: the standard ones and the pool's own. */
import type { SchemaAttributeType } from "../../model/shapes.ts";
import type { Pool } from "../pools/pool.ts";

const text = (
  Name: string,
  { min = "0", max = "2048", mutable = true, required = false } = {},
): SchemaAttributeType => ({
  Name,
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: mutable,
  Required: required,
  StringAttributeConstraints: { MinLength: min, MaxLength: max },
});

const plain = { DeveloperOnlyAttribute: false, Mutable: true, Required: false } as const;

/** As DescribeUserPool shows them. */
export const standardAttributes: readonly SchemaAttributeType[] = [
  text("sub", { min: "1", mutable: false, required: true }),
  text("name"),
  text("given_name"),
  text("family_name"),
  text("middle_name"),
  text("nickname"),
  text("preferred_username"),
  text("profile"),
  text("picture"),
  text("website"),
  text("email"),
  { Name: "email_verified", AttributeDataType: "Boolean", ...plain },
  text("gender"),
  text("birthdate", { min: "10", max: "10" }),
  text("zoneinfo"),
  text("locale"),
  text("phone_number"),
  { Name: "phone_number_verified", AttributeDataType: "Boolean", ...plain },
  text("address"),
  {
    Name: "updated_at",
    AttributeDataType: "Number",
    ...plain,
    NumberAttributeConstraints: { MinValue: "0" },
  },
  { Name: "identities", AttributeDataType: "String", ...plain, StringAttributeConstraints: {} },
];

const standardNames: ReadonlySet<string> = new Set(standardAttributes.map(({ Name = "" }) => Name));

export function isStandardAttribute(name: string): boolean {
  return standardNames.has(name);
}

/** No client's to write, whatever its list says (AP-07): what the house says of a person, and what is the developer's alone. */
export function isNeverOwn(name: string): boolean {
  return neverOwn.has(name) || name.startsWith("dev:");
}

const neverOwn: ReadonlySet<string> = new Set([
  "sub",
  "identities",
  "email_verified",
  "phone_number_verified",
]);

/** By name: `email`, `custom:team`, `dev:custom:note`. */
export function schemaOf(pool: Pool): ReadonlyMap<string, SchemaAttributeType> {
  const attributes = [...standardAttributes, ...(pool.settings.SchemaAttributes ?? [])];
  return new Map(attributes.map((attribute) => [attribute.Name ?? "", attribute]));
}
