/** Everything the page says about one token. */
import type { Inspection, Moving } from "../inspection.ts";
import { make, visible } from "../nodes.ts";
import { headerSection, payloadSection } from "./fields.ts";
import { partsSection } from "./parts.ts";
import { summarySection } from "./summary.ts";

export function renderInspection(inspection: Inspection, moving: Moving): HTMLElement[] {
  const { header, claims } = inspection.report;
  const findings = [
    summarySection(inspection, moving),
    ...(claims.length > 0 ? [payloadSection(inspection, moving)] : []),
    ...(header.length > 0 ? [headerSection(inspection)] : []),
  ];
  return [
    make("div", { class: "findings" }, ...findings),
    ...(header.length > 0 ? [partsSection(inspection)] : []),
  ];
}

/** For whoever hears the page. */
export function whatIsSaid({ report }: Inspection): string {
  return [`${report.name}.`, report.verdict.text, ...report.problems.map(({ text }) => visible(text))].join(
    " ",
  );
}
