/** Is a text a value of an attribute? Everything is stored as text; type and constraints are the schema's. */
import type { SchemaAttributeType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";

/** The value as it is stored. */
export function requireAttributeValue(
  attribute: SchemaAttributeType,
  value: string,
  fail: Fail<"InvalidParameterException">,
): string {
  const name = attribute.Name ?? "";
  const format = formats[name];
  if (format !== undefined && !format.pattern.test(value))
    throw fail("InvalidParameterException", format.refusal);
  const problem = problemOf(attribute, value);
  if (problem !== undefined) throw fail("InvalidParameterException", texts.attributeMisfit(name, problem));
  return attribute.AttributeDataType === "Boolean" ? value.toLowerCase() : value;
}

/** What each kind of address looks like. */
export const addressForms = {
  email: (value: string) => email.test(value),
  phone_number: (value: string) => phoneNumber.test(value),
} as const;

/** One address and nothing else: no list, no display name, no line break can get into a mail's header. */
const email = /^[^\s\p{C}@,;:<>()[\]\\"]+@[^\s\p{C}@,;:<>()[\]\\"]+\.[^\s\p{C}@,;:<>()[\]\\".]+$/u;
/** E.164. */
const phoneNumber = /^\+[1-9][0-9]{1,14}$/;

const formats: Readonly<Record<string, { readonly pattern: RegExp; readonly refusal: string }>> = {
  email: { pattern: email, refusal: texts.emailInvalid },
  phone_number: { pattern: phoneNumber, refusal: texts.phoneNumberInvalid },
};

function problemOf(attribute: SchemaAttributeType, value: string): string | undefined {
  switch (attribute.AttributeDataType) {
    case "Number":
      return problemOfNumber(attribute, value);
    case "Boolean":
      return /^(true|false)$/i.test(value) ? undefined : "Value must be true or false";
    case "DateTime":
      return Number.isNaN(Date.parse(value)) ? "Value must be a date and time" : undefined;
    default:
      return problemOfText(attribute, value);
  }
}

function problemOfNumber(
  { NumberAttributeConstraints = {} }: SchemaAttributeType,
  value: string,
): string | undefined {
  if (!/^[-+]?\d+(\.\d+)?$/.test(value)) return "Value must be a number";
  const { MinValue, MaxValue } = NumberAttributeConstraints;
  if (MinValue !== undefined && Number(value) < Number(MinValue))
    return `Number must be no less than ${MinValue}`;
  if (MaxValue !== undefined && Number(value) > Number(MaxValue))
    return `Number must be no greater than ${MaxValue}`;
  return undefined;
}

function problemOfText({ Name, StringAttributeConstraints = {} }: SchemaAttributeType, value: string) {
  const length = [...value].length;
  const { MinLength, MaxLength } = StringAttributeConstraints;
  if (MinLength !== undefined && length < Number(MinLength)) {
    return `String must be no shorter than ${MinLength} characters`;
  }
  if (MaxLength !== undefined && length > Number(MaxLength)) {
    return `String must be no longer than ${MaxLength} characters`;
  }
  if (Name === "birthdate" && !/^\d{4}-\d{2}-\d{2}$/.test(value))
    return "Date must be of the form YYYY-MM-DD";
  return undefined;
}
