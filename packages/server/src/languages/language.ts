/** Which languages there are: those that Cognito's managed login and its terms documents know. How one is asked for: by its code, by a locale, or by a browser. */
export const languages = [
  "en",
  "de",
  "es",
  "fr",
  "id",
  "it",
  "ja",
  "ko",
  "nl",
  "pt-BR",
  "zh-CN",
  "zh-TW",
] as const;

export type Language = (typeof languages)[number];

export const defaultLanguage: Language = "en";

/**
 * The language of a tag as `lang`, the attribute `locale` and browsers have it (`de`, `de-AT`, `pt_BR`, `zh-Hant-HK`). Undefined where
 * it is none of ours: whatever else somebody wrote goes no further.
 */
export function languageOf(tag: string | undefined): Language | undefined {
  const parts = /^([a-z]{2,3})(?:[-_]([a-z0-9]{1,8}))*$/i.exec(tag ?? "");
  if (parts === null || tag === undefined || tag.length > 35) return undefined;
  const [primary, ...rest] = tag.toLowerCase().split(/[-_]/);
  if (primary === "pt") return "pt-BR";
  if (primary === "zh") return rest.some((part) => traditional.includes(part)) ? "zh-TW" : "zh-CN";
  return languages.find((language) => language === primary);
}

/** `Accept-Language` (RFC 9110 §12.5.4): the best of those that we have. */
export function preferredLanguage(accepted: string | undefined): Language | undefined {
  const wanted = (accepted ?? "")
    .slice(0, 1000)
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
      return { language: languageOf(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => language !== undefined && quality > 0 && quality <= 1);
  return wanted.toSorted((one, other) => other.quality - one.quality)[0]?.language;
}

/** For `Intl`: the pages' English writes lists and dates the British way. */
export function intlTag(language: Language): string {
  return language === "en" ? "en-GB" : language;
}

/** Scripts and places where Chinese is written in traditional characters. */
const traditional = ["hant", "tw", "hk", "mo"];
