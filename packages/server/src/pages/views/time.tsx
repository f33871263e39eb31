/** A moment: exact, in UTC and in the page's language as sent; in words and in the reader's zone where scripts run. */
import { intlTag } from "../../languages/language.ts";
import { useLook } from "./look.tsx";

export function Moment({ at }: { at: number }) {
  const moment = new Date(at);
  const format = new Intl.DateTimeFormat(intlTag(useLook().language), {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone: "UTC",
  });
  return (
    <time datetime={moment.toISOString().replace(/\.\d+Z$/, "Z")} data-relative>
      {format.format(moment)}
    </time>
  );
}
