/** A moment in words that move on, with the exact value beside it and the reader's own time on hover. */
import type { Moment } from "@poolhouse/client/inspect";
import type { Inspection, Moving } from "../inspection.ts";
import { make } from "../nodes.ts";

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

export function moment(
  { iso }: Moment,
  inspection: Inspection,
  moving: Moving,
  read: (inspection: Inspection) => Moment | undefined,
): [words: HTMLElement, exact: HTMLElement] {
  const attributes = { datetime: iso, title: local.format(new Date(iso)) };
  return [
    make(
      "span",
      { class: "words" },
      moving.text(inspection, (now) => read(now)?.words ?? ""),
    ),
    make("time", { class: "also", ...attributes }, iso),
  ];
}
