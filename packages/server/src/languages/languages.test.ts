/** Every language says everything, with the same places for values, and none says it in English by accident. */
import { describe, expect, test } from "vitest";
import { fill, fillCount, fillWith } from "./fill.ts";
import { defaultLanguage, type Language, languageOf, languages, preferredLanguage } from "./language.ts";
import { wordsOf } from "./words.ts";

const english = textsOf(wordsOf(defaultLanguage));
const others = languages.filter((language) => language !== defaultLanguage);

/** The same word in both, and what is a proper name everywhere. */
const sameInEnglish =
  /^(Code|SMS|Passkeys?|Name|Website|E-?mail|Password|Username|Browser|Profil|\{label\}: \{problem\}|\{label:lower\}|Error: \{title\})$/;

describe.each(others)("%s", (language) => {
  const texts = textsOf(wordsOf(language));

  test("has every text, and none besides", () => {
    expect([...texts.keys()].toSorted()).toEqual(
      [...english.keys()].filter((key) => texts.has(key) || !key.endsWith(".one")).toSorted(),
    );
    expect([...texts.values()].filter((text) => text.trim() === "")).toEqual([]);
  });

  test("has the same places for values in each", () => {
    const places = (text = "") =>
      [...text.matchAll(/\{(#{4}|##(?=[^}])|\w+)/g)].map(([, name]) => name).toSorted();
    for (const [key, text] of texts) expect([key, places(text)]).toEqual([key, places(english.get(key))]);
  });

  test("says nothing in English", () => {
    const left = [...texts].filter(([key, text]) => text === english.get(key) && !sameInEnglish.test(text));
    expect(left).toEqual([]);
  });

  test("ends its sentences as English does", () => {
    const isSentence = (text = "") => /[.。．?？:：]\s*$/.test(text);
    const left = [...texts].filter(([key, text]) => /\.$/.test(english.get(key) ?? "") && !isSentence(text));
    expect(left.filter(([key]) => !key.startsWith("refusals.") && key !== "mail.link")).toEqual([]);
  });
});

test.each<[string | undefined, Language | undefined]>([
  ["de", "de"],
  ["de-AT", "de"],
  ["DE_at", "de"],
  ["pt", "pt-BR"],
  ["pt_BR", "pt-BR"],
  ["zh", "zh-CN"],
  ["zh-Hant-HK", "zh-TW"],
  ["zh-TW", "zh-TW"],
  ["zh-Hans-SG", "zh-CN"],
  ["tlh", undefined],
  ["", undefined],
  [undefined, undefined],
  ["*", undefined],
  ["de; Path=/", undefined],
  ["de\r\nset-cookie: a=b", undefined],
  ["../de", undefined],
  [`de${"-aaaaaaaa".repeat(8)}`, undefined],
])("CK: the tag %j means %s, and nothing else goes on", (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

test.each<[string | undefined, Language | undefined]>([
  ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
  ["tlh, en;q=0.2, ja;q=0.4", "ja"],
  ["de;q=0, it", "it"],
  ["de;q=x", undefined],
  ["*", undefined],
  ["", undefined],
  [undefined, undefined],
])("of %j the pages take %s", (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language);
});

test("a place is filled once, and with nothing forgotten", () => {
  expect(fill("{a} and {b:lower}", { a: "{b}", b: "BIG" })).toBe("{b} and big");
  expect(fillWith("{a}, {b}.", { a: 1, b: 2 })).toEqual(["", 1, ", ", 2, "."]);
  expect(() => fill("{a}", {})).toThrow("nothing to put into {a}");
});

test("how many follows the language's own rules", () => {
  const counted = (language: Language, count: number) =>
    fillCount(language, wordsOf(language).common.fieldsWrong, count);
  expect(counted("de", 1)).toBe("Ein Feld stimmt noch nicht");
  expect(counted("de", 2)).toBe("2 Felder stimmen noch nicht");
  expect(counted("ja", 1)).toBe("1 件の入力を確認してください");
});

/** By their path: `signUp.title`. */
function textsOf(words: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[path + name, value]] : [...textsOf(value, `${path}${name}.`)],
    ),
  );
}
