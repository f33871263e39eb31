/**
 * TIMESTAMP of a proof by SRP. It is signed as a text, so there is one spelling of a time, as on the service: the day without a leading zero,
 * in English (`cognito.md` §5.1). An app that spells it otherwise learns so here, and not there on the first nine days of a month. Which time it
 * is does not matter: the session says how long a proof is good.
 */
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import { requireParameter } from "./require-parameter.ts";

export function requireTimestamp(
  responses: Readonly<Record<string, string>>,
  fail: Fail<"InvalidParameterException">,
): string {
  const timestamp = requireParameter(responses, "TIMESTAMP", fail);
  if (!spelling.test(timestamp)) throw fail("InvalidParameterException", texts.srpTimestampInvalid);
  return timestamp;
}

const spelling =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d? \d\d:\d\d:\d\d [A-Z]{3,4} \d{4}$/;
