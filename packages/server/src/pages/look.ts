/** How a page speaks and looks: in whose language, and later under whose brand. Every page is given one. */

import type { Words } from "../languages/en.ts";
import { defaultLanguage, type Language } from "../languages/language.ts";
import { wordsOf } from "../languages/words.ts";

export interface Look {
  readonly language: Language;
  /** Every text there is, in that language. */
  readonly words: Words;
  /** What triggers and messages are told of it, as `ClientMetadata`. */
  readonly metadata: { readonly lang: Language };
}

export function lookOf(language: Language): Look {
  return { language, words: wordsOf(language), metadata: { lang: language } };
}

/** Of the pages that the house shows to developers: they are in English, as the documentation is. */
export const plainLook: Look = lookOf(defaultLanguage);
