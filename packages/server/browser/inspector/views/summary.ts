/** What it is, whether it is any good, and what to do if not. */

import type { Inspection, Moving } from "../inspection.ts";
import { make, visible } from "../nodes.ts";
import { keysAdvice } from "./keys-advice.ts";
import { signatureWords } from "./signature.ts";
import { moment } from "./times.ts";

export function summarySection(inspection: Inspection, moving: Moving): HTMLElement {
  const { report } = inspection;
  return make(
    "section",
    { class: `card stack verdict ${report.verdict.state}`, "aria-labelledby": "what" },
    make("div", {}, make("h2", { id: "what" }, report.name), make("p", { class: "muted" }, report.purpose)),
    make("p", { class: "says" }, report.verdict.text),
    problems(inspection, moving),
    keysAdvice(inspection),
    facts(inspection, moving),
    notes(inspection),
  );
}

function problems(inspection: Inspection, moving: Moving): HTMLElement | undefined {
  const { report } = inspection;
  if (report.problems.length === 0) return undefined;
  return make(
    "ul",
    { class: "problems" },
    ...report.problems.map(({ whatToDo }, index) =>
      make(
        "li",
        {},
        make(
          "strong",
          {},
          moving.text(inspection, (now) => visible(now.report.problems[index]?.text ?? "")),
        ),
        make("span", {}, visible(whatToDo)),
      ),
    ),
  );
}

function facts(inspection: Inspection, moving: Moving): HTMLElement {
  const { lifetime, fits, bytes, issuer } = inspection.report;
  const signature = signatureWords(inspection);
  return make(
    "dl",
    { class: "facts ruled" },
    ...(lifetime?.kind === "until"
      ? [
          fact(
            "Lifetime",
            ...moment(lifetime.expires, inspection, moving, ({ report }) =>
              report.lifetime?.kind === "until" ? report.lifetime.expires : undefined,
            ),
          ),
        ]
      : []),
    ...(lifetime?.kind === "forever" ? [fact("Lifetime", "It never expires.")] : []),
    ...(lifetime?.kind === "unstated" ? [fact("Lifetime", "It does not say when it expires.")] : []),
    ...(signature === undefined ? [] : [fact("Signature", visible(signature))]),
    ...(issuer === undefined ? [] : [fact("Issuer", make("code", {}, visible(issuer)))]),
    fact("Size", sizeWords(bytes), make("span", { class: "also" }, fitsWords(fits))),
  );
}

function fact(term: string, ...words: readonly (Node | string)[]): HTMLElement {
  return make("div", {}, make("dt", {}, term), make("dd", {}, ...words));
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB (${bytes} bytes)`;
}

function fitsWords({ cookie, header }: Inspection["report"]["fits"]): string {
  if (cookie) return "fits a cookie and a header";
  return header ? "fits a header, not a cookie" : "fits no cookie, and no header of 8 kB";
}

function notes({ report }: Inspection): HTMLElement | undefined {
  if (report.notes.length === 0) return undefined;
  return make("ul", { class: "notes" }, ...report.notes.map((note) => make("li", {}, note)));
}
