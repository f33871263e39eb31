/** Which attributes the people of a pool can have: the standard ones as the pool wants them, and its own. */
import type { SchemaAttributeType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import { isStandardAttribute, standardAttributes } from "../users/schema.ts";

type ParameterFail = Fail<"InvalidParameterException">;

const mostCustomAttributes = 50;
const longestText = 2048;

/** The complete schema of a new pool. */
export function newSchema(
  given: readonly SchemaAttributeType[],
  fail: ParameterFail,
): readonly SchemaAttributeType[] {
  const changes = new Map<string, SchemaAttributeType>();
  const own: SchemaAttributeType[] = [];
  for (const attribute of given) {
    const { Name = "" } = attribute;
    if (!isStandardAttribute(Name)) own.push(attribute);
    else if (changes.has(Name)) throw fail("InvalidParameterException", texts.attributeExists(Name));
    else changes.set(Name, attribute);
  }
  const standard = standardAttributes.map((attribute) => {
    const change = changes.get(attribute.Name ?? "");
    return change === undefined ? attribute : changedStandard(attribute, change, fail);
  });
  return withCustomAttributes(standard, own, fail);
}

/** `schema` with attributes of the pool's own added; there is no way to change or remove one. */
export function withCustomAttributes(
  schema: readonly SchemaAttributeType[],
  given: readonly SchemaAttributeType[],
  fail: ParameterFail,
): readonly SchemaAttributeType[] {
  const names = new Set(schema.map(({ Name }) => Name));
  const added = given.map((attribute) => customAttribute(attribute, fail));
  for (const { Name = "" } of added) {
    if (names.has(Name)) throw fail("InvalidParameterException", texts.attributeExists(Name));
    names.add(Name);
  }
  if (names.size > standardAttributes.length + mostCustomAttributes) {
    throw fail("InvalidParameterException", texts.tooManyCustomAttributes(mostCustomAttributes));
  }
  return [...schema, ...added];
}

/** Types are fixed, and so is everything about `sub`. */
function changedStandard(
  standard: SchemaAttributeType,
  change: SchemaAttributeType,
  fail: ParameterFail,
): SchemaAttributeType {
  const { Name = "", AttributeDataType } = standard;
  const type = change.AttributeDataType ?? AttributeDataType;
  if (type !== AttributeDataType || change.DeveloperOnlyAttribute === true) {
    throw fail("InvalidParameterException", texts.standardAttributeFixed(Name));
  }
  if (Name === "sub") return standard;
  return withConstraints(
    {
      ...standard,
      Mutable: change.Mutable ?? standard.Mutable,
      Required: change.Required ?? standard.Required,
    },
    change,
    fail,
  );
}

function customAttribute(given: SchemaAttributeType, fail: ParameterFail): SchemaAttributeType {
  const { Name, AttributeDataType, DeveloperOnlyAttribute = false, Mutable = true } = given;
  if (Name === undefined) throw fail("InvalidParameterException", texts.missingParameter("Name"));
  if (given.Required === true) throw fail("InvalidParameterException", texts.customAttributeRequired);
  if (AttributeDataType === undefined) throw fail("InvalidParameterException", texts.attributeTypeMissing);
  const name = Name.startsWith("custom:") ? Name : `custom:${Name}`;
  return withConstraints(
    {
      Name: DeveloperOnlyAttribute ? `dev:${name}` : name,
      AttributeDataType,
      DeveloperOnlyAttribute,
      Mutable,
      Required: false,
    },
    given,
    fail,
  );
}

/** Only the constraints of its own type, which must leave room for a value. */
function withConstraints(
  attribute: SchemaAttributeType,
  { StringAttributeConstraints, NumberAttributeConstraints }: SchemaAttributeType,
  fail: ParameterFail,
): SchemaAttributeType {
  const { Name = "", AttributeDataType } = attribute;
  if (AttributeDataType === "String") {
    const constraints = StringAttributeConstraints ?? attribute.StringAttributeConstraints ?? {};
    const { MinLength = "0", MaxLength = String(longestText) } = constraints;
    const isPossible = isWhole(MinLength) && isWhole(MaxLength) && Number(MaxLength) <= longestText;
    if (!isPossible) throw fail("InvalidParameterException", texts.attributeConstraintsInvalid(Name));
    if (Number(MinLength) > Number(MaxLength)) {
      throw fail("InvalidParameterException", texts.attributeLengthsReversed(Name));
    }
    return { ...attribute, StringAttributeConstraints: constraints };
  }
  if (AttributeDataType === "Number") {
    const constraints = NumberAttributeConstraints ?? attribute.NumberAttributeConstraints ?? {};
    const { MinValue = "-Infinity", MaxValue = "Infinity" } = constraints;
    if (Number(MinValue) > Number(MaxValue)) {
      throw fail("InvalidParameterException", texts.attributeValuesReversed(Name));
    }
    // With NaN on either side this is false as well.
    if (!(Number(MinValue) <= Number(MaxValue))) {
      throw fail("InvalidParameterException", texts.attributeConstraintsInvalid(Name));
    }
    return { ...attribute, NumberAttributeConstraints: constraints };
  }
  return attribute;
}

function isWhole(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}
