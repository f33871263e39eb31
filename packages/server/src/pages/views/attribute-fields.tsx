/** Attributes of a person in a form: what a browser, a password manager and a keyboard must know about each. */

import type { Words } from "../../languages/en.ts";
import { fill } from "../../languages/fill.ts";
import type { FormError, InputSettings } from "./form.tsx";
import { Field } from "./form.tsx";
import { useWords } from "./look.tsx";

export interface RequiredAttribute {
  /** The attribute's name in the pool, `email` or `custom:UAID`. */
  readonly name: string;
  readonly label: string;
  readonly type: Exclude<InputSettings["type"], "password">;
  readonly value?: string | undefined;
  readonly error?: string | undefined;
}

/** The form's name for an attribute, as in RespondToAuthChallenge. */
export function attributeField(name: string): string {
  return `userAttributes.${name}`;
}

/** The form's name for what an attribute was when the page was shown. */
export function shownField(name: string): string {
  return `shownAttributes.${name}`;
}

interface AttributeFieldsProps {
  readonly attributes: readonly RequiredAttribute[];
  readonly errors: readonly FormError[];
  readonly focusFirst?: boolean;
  /** Default: all. */
  readonly requiredNames?: readonly string[];
}

export function AttributeFields({
  attributes,
  errors,
  focusFirst = false,
  requiredNames,
}: AttributeFieldsProps) {
  const [first] = attributes;
  const words = useWords();
  return (
    <>
      {attributes.map((attribute) => (
        <Field
          key={attribute.name}
          name={attributeField(attribute.name)}
          label={attribute.label}
          help={attribute.name === "phone_number" ? phoneHelp(words) : undefined}
          isOptional={requiredNames !== undefined && !requiredNames.includes(attribute.name)}
          errors={errors}
          input={{
            ...attributeInput(attribute),
            ...(focusFirst && attribute === first && { autofocus: true }),
          }}
        />
      ))}
    </>
  );
}

export function attributeErrors(attributes: readonly RequiredAttribute[]): FormError[] {
  return attributes.flatMap(({ name, error }) =>
    error === undefined ? [] : [{ field: attributeField(name), message: error }],
  );
}

/** The number is one of those that belong to nobody. */
export function phoneHelp({ common }: Words): string {
  return fill(common.phoneHelp, { example: "+44 20 7946 0000" });
}

function attributeInput({ name, type, value }: RequiredAttribute): InputSettings {
  const { autocomplete, autocapitalize } = typing[name] ?? { autocomplete: "off", autocapitalize: "none" };
  return { type, value, autocomplete, autocapitalize };
}

/** How the standard attributes are filled in: the HTML autofill word, and whether words begin with a capital. */
const typing: Readonly<Record<string, { autocomplete: string; autocapitalize: "none" | "words" }>> = {
  email: { autocomplete: "email", autocapitalize: "none" },
  phone_number: { autocomplete: "tel", autocapitalize: "none" },
  name: { autocomplete: "name", autocapitalize: "words" },
  given_name: { autocomplete: "given-name", autocapitalize: "words" },
  middle_name: { autocomplete: "additional-name", autocapitalize: "words" },
  family_name: { autocomplete: "family-name", autocapitalize: "words" },
  nickname: { autocomplete: "nickname", autocapitalize: "words" },
  birthdate: { autocomplete: "bday", autocapitalize: "none" },
  gender: { autocomplete: "sex", autocapitalize: "none" },
  address: { autocomplete: "street-address", autocapitalize: "words" },
  website: { autocomplete: "url", autocapitalize: "none" },
  picture: { autocomplete: "photo", autocapitalize: "none" },
};
