/** A pool's tags are the operator's own words; none of them changes what the pool does. */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";

type Tags = Readonly<Record<string, string>>;

const mostTags = 50;

export function requireTags(tags: Tags, fail: Fail<"InvalidParameterException">): Tags {
  const names = Object.keys(tags);
  if (names.some((name) => /^aws:/i.test(name))) throw fail("InvalidParameterException", texts.tagReserved);
  if (names.length > mostTags) throw fail("InvalidParameterException", texts.tooManyTags(mostTags));
  return tags;
}
