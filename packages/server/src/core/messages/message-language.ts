/** The language of our own messages: the person's, by their attribute `locale`, or that of the page or app that caused the message. */
import type { Words } from "../../languages/en.ts";
import { defaultLanguage, languageOf } from "../../languages/language.ts";
import { wordsOf } from "../../languages/words.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";

/** The hosted pages say their language as `lang` in the metadata, where triggers see it too; an app may do the same. */
export function wordsFor({ attributes }: Pick<User, "attributes">, { lang }: ClientMetadata): Words {
  return wordsOf(languageOf(attributes["locale"]) ?? languageOf(lang) ?? defaultLanguage);
}
