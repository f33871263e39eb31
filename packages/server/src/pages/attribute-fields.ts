/** Attributes of a person as fields of a form: how each is typed, and what is wrong with what was typed. */
import type { ApiFailure } from "../core/failures.ts";
import type { Pool } from "../core/pools/pool.ts";
import { schemaOf } from "../core/users/schema.ts";
import type { SchemaAttributeType } from "../model/shapes.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { isAcceptableAttribute } from "./acceptable.ts";
import { tidyName } from "./name-field.ts";
import { afterBeginning } from "./new-password-fields.ts";
import { attributeField, type RequiredAttribute } from "./views/attribute-fields.tsx";
import type { FormError } from "./views/form.tsx";
import { attributeLabel } from "./words.ts";

export function requiredAttributes(
  pool: Pool,
  names: readonly string[],
  fields: Parameters,
  errors: readonly FormError[],
): readonly RequiredAttribute[] {
  const schema = schemaOf(pool);
  return names.map((name) => {
    const field = attributeField(name);
    const error = errors.find((each) => each.field === field)?.message;
    return { name, label: attributeLabel(name), type: typeOf(schema.get(name)), value: fields[field], error };
  });
}

/** The errors that no attribute of the form shows itself. */
export function otherErrors(errors: readonly FormError[], names: readonly string[]): readonly FormError[] {
  return errors.filter(({ field }) => !names.some((name) => attributeField(name) === field));
}

export function attributeProblems(fields: Parameters, names: readonly string[]): FormError[] {
  return names.flatMap((name) => {
    const field = attributeField(name);
    const value = fields[field];
    if (value === undefined) return [{ field, message: `Enter your ${attributeLabel(name).toLowerCase()}.` }];
    return isAcceptableAttribute(name, value)
      ? []
      : [{ field, message: `${attributeLabel(name)}: too long.` }];
  });
}

/** What was typed, as attributes. */
export function attributeValues(fields: Parameters, names: readonly string[]): Record<string, string> {
  const values = names.map((name) => {
    const value = fields[attributeField(name)] ?? "";
    return [name, name === "email" || name === "phone_number" ? tidyName(value) : value] as const;
  });
  return Object.fromEntries(values);
}

/** The API's words after their common beginning; the field they belong to, where they name it. */
export function attributeRefusal({ message }: ApiFailure, names: readonly string[]): FormError {
  const attribute = names.find((name) =>
    message.toLowerCase().includes(name.replace("_number", "").toLowerCase()),
  );
  if (attribute === undefined) return { message };
  return {
    field: attributeField(attribute),
    message: `${attributeLabel(attribute)}: ${afterBeginning(message)}`,
  };
}

function typeOf({ Name = "", AttributeDataType }: SchemaAttributeType = {}): RequiredAttribute["type"] {
  return inputTypes[Name] ?? (AttributeDataType === "Number" ? "number" : "text");
}

const inputTypes: Readonly<Record<string, RequiredAttribute["type"]>> = {
  email: "email",
  phone_number: "tel",
  birthdate: "date",
  website: "url",
  picture: "url",
  profile: "url",
};
