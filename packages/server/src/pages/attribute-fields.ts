/** A person's attributes as form fields: what kind of field each is, and what is wrong with what was typed. */
import type { ApiFailure } from "../core/failures.ts";
import { schemaOf } from "../core/users/schema.ts";
import type { Words } from "../languages/en.ts";
import { fill } from "../languages/fill.ts";
import type { SchemaAttributeType } from "../model/shapes.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { isAcceptableAttribute } from "./acceptable.ts";
import type { OpenFlow } from "./flow.ts";
import { tidyName } from "./name-field.ts";
import { refusalWords } from "./refusal-words.ts";
import { attributeField, type RequiredAttribute, shownField } from "./views/attribute-fields.tsx";
import type { FormError } from "./views/form.tsx";

export function requiredAttributes(
  { request: { pool }, look }: OpenFlow,
  names: readonly string[],
  fields: Parameters,
  errors: readonly FormError[],
): readonly RequiredAttribute[] {
  const schema = schemaOf(pool);
  return names.map((name) => {
    const field = attributeField(name);
    const error = errors.find((each) => each.field === field)?.message;
    return {
      name,
      label: attributeLabel(look.words, name),
      type: typeOf(schema.get(name)),
      value: fields[field],
      error,
    };
  });
}

/** The errors that no attribute of the form shows itself. */
export function otherErrors(errors: readonly FormError[], names: readonly string[]): readonly FormError[] {
  return errors.filter(({ field }) => !names.some((name) => attributeField(name) === field));
}

export function attributeProblems(words: Words, fields: Parameters, names: readonly string[]): FormError[] {
  return names.flatMap((name) => {
    const field = attributeField(name);
    const value = fields[field];
    const label = attributeLabel(words, name);
    if (value === undefined) return [{ field, message: fill(words.fields.missing, { label }) }];
    return isAcceptableAttribute(name, value)
      ? []
      : [{ field, message: fill(words.fields.tooLong, { label }) }];
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

/** What the form said that they were when it was shown. */
export function shownValues(fields: Parameters, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, fields[shownField(name)] ?? ""]));
}

/** With the field that the API's words belong to, where they name it. */
export function attributeRefusal(words: Words, error: ApiFailure, names: readonly string[]): FormError {
  const { message } = error;
  const attribute = names.find((name) =>
    message.toLowerCase().includes(name.replace("_number", "").toLowerCase()),
  );
  const problem = refusalWords(words, error);
  if (attribute === undefined) return { message: problem };
  return {
    field: attributeField(attribute),
    message: fill(words.fields.problem, { label: attributeLabel(words, attribute), problem }),
  };
}

/** The standard attributes as labels of a form; a pool's own are called what it calls them. */
export function attributeLabel({ attributes }: Words, name: string): string {
  const labels: Readonly<Record<string, string>> = attributes;
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? name.replace(/^(dev:)?custom:/, "");
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
