/**
 * The languages that people are spoken to in, and every text of each. This room is data, like `model/`: it knows nobody, and whoever
 * speaks to people asks it for `wordsOf(language)`.
 */
import { de } from "./de.ts";
import { en, type Words } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import type { Language } from "./language.ts";
import { nl } from "./nl.ts";
import { ptBR } from "./pt-br.ts";
import { zhCN } from "./zh-cn.ts";
import { zhTW } from "./zh-tw.ts";

/** Made when first asked for: most houses speak one or two languages. */
const makers: Readonly<Record<Language, () => Words>> = {
  en,
  de,
  es,
  fr,
  id,
  it,
  ja,
  ko,
  nl,
  "pt-BR": ptBR,
  "zh-CN": zhCN,
  "zh-TW": zhTW,
};

const made = new Map<Language, Words>();

export function wordsOf(language: Language): Words {
  const known = made.get(language);
  if (known !== undefined) return known;
  const words = makers[language]();
  made.set(language, words);
  return words;
}
