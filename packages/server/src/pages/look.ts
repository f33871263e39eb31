/** The language, branding and terms of a page. Every page is given one. */
import type { PoolAndClient } from "../core/clients/find-client.ts";
import type { World } from "../core/ports.ts";
import type { Words } from "../languages/en.ts";
import { defaultLanguage, type Language } from "../languages/language.ts";
import { wordsOf } from "../languages/words.ts";
import { type Brand, brandOf, houseBrand } from "./brand.ts";
import { type TermsLinks, termsLinks } from "./terms-links.ts";

export interface Look {
  readonly language: Language;
  /** Every text there is, in that language. */
  readonly words: Words;
  readonly brand: Brand;
  /** What people agree to by making an account. */
  readonly terms: TermsLinks | undefined;
  /** What triggers and messages are told of it, as `ClientMetadata`. */
  readonly metadata: { readonly lang: Language };
}

/** For the pages of an app. */
export async function lookFor(
  { store }: Pick<World, "store">,
  language: Language,
  { pool: { poolId }, client: { clientId } }: PoolAndClient,
): Promise<Look> {
  const brandings = await store.read.brandings.listOfClient(poolId, clientId);
  const terms = await store.read.terms.listOfClient(poolId, clientId);
  return { ...lookOf(language), brand: brandOf(brandings), terms: termsLinks(terms, language) };
}

/** For pages that belong to no app. */
export function lookOf(language: Language): Look {
  const metadata = { lang: language };
  return { language, words: wordsOf(language), brand: houseBrand, terms: undefined, metadata };
}

/** Of the pages that the house shows to developers: they are in English, as the documentation is. */
export const plainLook: Look = lookOf(defaultLanguage);
