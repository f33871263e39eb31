/** A token report for the terminal. */
import type { Field, Lifetime, Signature, TokenReport } from "@poolhouse/client/inspect";
import { columns } from "./columns.ts";
import { printable, type Style } from "./terminal.ts";

export function renderReport(report: TokenReport, keysFrom: string | undefined, style: Style): string {
  const { name, purpose, problems, notes, header, claims } = report;
  return [
    `${style.strong(name)}, ${sizeOf(report.bytes)}`,
    purpose,
    "",
    ...(problems.length === 0
      ? [report.verdict.state === "good" ? style.good(report.verdict.text) : report.verdict.text]
      : problems.flatMap(({ text, whatToDo }) => [
          style.bad(`Wrong: ${printable(text)}`),
          `  What to do: ${printable(whatToDo)}`,
        ])),
    ...facts(report, keysFrom),
    ...section("Header", header, style),
    ...section("Claims", claims, style),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => style.quiet(printable(note)))]),
  ].join("\n");
}

function facts({ lifetime, signature }: TokenReport, keysFrom: string | undefined): string[] {
  return [lifetimeWords(lifetime), signatureWords(signature, keysFrom)].filter((line) => line !== undefined);
}

function lifetimeWords(lifetime: Lifetime | undefined): string | undefined {
  switch (lifetime?.kind) {
    case "until":
      return `It ${lifetime.expires.words}: ${lifetime.expires.iso}.`;
    case "forever":
      return "It never expires.";
    case "unstated":
      return "It does not say when it expires.";
    default:
      return undefined;
  }
}

function signatureWords(signature: Signature, keysFrom: string | undefined): string | undefined {
  const from = keysFrom === undefined ? "" : ` from ${printable(keysFrom)}`;
  switch (signature.state) {
    case "verified":
      return `The signature is right, by the key ${printable(signature.keyId ?? "without an id")}${from}.`;
    case "wrong":
    case "unknownKey":
      return keysFrom === undefined ? undefined : `Checked with the keys${from}.`;
    default:
      return undefined;
  }
}

function section(title: string, fields: readonly Field[], style: Style): string[] {
  if (fields.length === 0) return [];
  const rows = fields.map(({ name, value, time, meaning }) => {
    const words = time === undefined ? (meaning ?? "") : `${time.words}: ${time.iso}`;
    return [printable(name), shown(value), words];
  });
  return ["", style.strong(title), columns(rows)];
}

/** Values are other people's text. Long ones push the meaning to a line of its own in no terminal, so they stay whole. */
function shown(value: unknown): string {
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB (${bytes} bytes)`;
}
