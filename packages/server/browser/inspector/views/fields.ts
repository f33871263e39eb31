/** The members of a payload or a header: name and meaning, value, and a button to copy it. */
import type { Field } from "@poolhouse/client/inspect";
import type { Inspection, Moving } from "../inspection.ts";
import { copyable, copyButton, make, visible } from "../nodes.ts";
import { moment } from "./times.ts";

export function payloadSection(inspection: Inspection, moving: Moving): HTMLElement {
  const rows = inspection.report.claims.map((field, index) =>
    row(field, field.time && moment(field.time, inspection, moving, (now) => now.report.claims[index]?.time)),
  );
  return section("payload", "Payload", inspection.report.claims, rows);
}

export function headerSection(inspection: Inspection): HTMLElement {
  const { header } = inspection.report;
  return section(
    "header",
    "Header",
    header,
    header.map((field) => row(field, undefined)),
  );
}

function section(
  part: string,
  title: string,
  fields: readonly Field[],
  rows: readonly HTMLElement[],
): HTMLElement {
  const id = `json-of-${part}`;
  return make(
    "section",
    { class: "card stack", "aria-labelledby": part },
    make(
      "div",
      { class: "title-row" },
      make("h2", { id: part, class: `part part-${part}` }, title),
      make("span", {}, ...copyButton(id, "Copy JSON", part)),
    ),
    make("dl", { class: "facts fields" }, ...rows),
    make("pre", { id, class: "visually-hidden", "aria-hidden": "true" }, jsonOf(fields)),
  );
}

function row({ name, value, meaning }: Field, time: readonly HTMLElement[] | undefined): HTMLElement {
  const [code, ...button] = copyable(typeof value === "string" ? value : JSON.stringify(value));
  return make(
    "div",
    {},
    make(
      "dt",
      {},
      make("code", { class: "term" }, visible(name)),
      meaning === undefined ? undefined : make("span", { class: "note" }, meaning),
    ),
    make("dd", { class: "copyable" }, make("span", { class: "value" }, ...(time ?? []), code), ...button),
  );
}

function jsonOf(fields: readonly Field[]): string {
  return JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value])), undefined, 2);
}
