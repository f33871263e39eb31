/** Puts values into the places of a text. */
import { intlTag, type Language } from "./language.ts";

/** A text with several forms. Not every language has a form for one. */
export interface Forms {
  readonly one?: string;
  readonly other: string;
}

export type Values = Readonly<Record<string, string | number>>;

/** A value is a text and stays one: a place that stands inside it is not filled. */
export function fill(text: string, values: Values): string {
  return text.replaceAll(places, (_, name: string, isLower: string | undefined) => {
    const value = String(filling(values, name, text));
    return isLower === undefined ? value : value.toLowerCase();
  });
}

/** The same for values that are more than text: the text's pieces in their order. */
export function fillWith<Value>(text: string, values: Readonly<Record<string, Value>>): (string | Value)[] {
  return text
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : filling(values, piece, text)));
}

/** The form for so many, with `{count}` written as the language writes numbers. */
export function fillCount(language: Language, forms: Forms, count: number): string {
  const tag = intlTag(language);
  const isOne = new Intl.PluralRules(tag).select(count) === "one";
  const text = (isOne ? forms.one : undefined) ?? forms.other;
  return fill(text, { count: new Intl.NumberFormat(tag).format(count) });
}

const places = /\{(\w+)(:lower)?\}/g;

function filling<Value>(values: Readonly<Record<string, Value>>, name: string, text: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing to put into {${name}} of the text “${text}”`);
  return value;
}
