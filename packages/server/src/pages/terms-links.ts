/** Where an app's terms and privacy policy are, in a page's language. As in Cognito, both or neither are shown. */
import type { Terms } from "../core/terms/terms.ts";
import type { Language } from "../languages/language.ts";

export interface TermsLinks {
  readonly terms: string;
  readonly privacy: string;
}

export function termsLinks(documents: readonly Terms[], language: Language): TermsLinks | undefined {
  const linkOf = (wanted: string): string | undefined => {
    const links = documents.find(({ name }) => name === wanted)?.links;
    return links?.[`cognito:${keys[language]}`] ?? links?.["cognito:default"];
  };
  const [terms, privacy] = [linkOf("terms-of-use"), linkOf("privacy-policy")];
  return terms === undefined || privacy === undefined ? undefined : { terms, privacy };
}

const keys: Readonly<Record<Language, string>> = {
  en: "english",
  de: "german",
  es: "spanish",
  fr: "french",
  id: "bahasa-indonesia",
  it: "italian",
  ja: "japanese",
  ko: "korean",
  nl: "dutch",
  "pt-BR": "portuguese-brazil",
  "zh-CN": "chinese-simplified",
  "zh-TW": "chinese-traditional",
};
