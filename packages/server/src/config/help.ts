/** The settings as `--help` prints them, in 80 columns. */
import { allOptions, type Option } from "./options.ts";

const margin = 26;
const width = 80;

export function optionsHelp(): string {
  const flagged = allOptions.filter(({ flag }) => flag !== undefined);
  const envOnly = allOptions.filter(({ flag }) => flag === undefined);
  return [
    "Flags (each also as a variable where one is named)",
    ...flagged.map((option) => entry(flagUsage(option), option)),
    "",
    "Variables",
    ...envOnly.map((option) => entry(option.env ?? "", option)),
    "",
  ].join("\n");
}

function flagUsage({ flag, placeholder }: Option<unknown>): string {
  return placeholder === undefined ? `--${flag}` : `--${flag} <${placeholder}>`;
}

function entry(head: string, option: Option<unknown>): string {
  const notes = [
    option.flag === undefined ? undefined : option.env,
    `default: ${(option.default ?? option.defaultText ?? "none").replaceAll("`", "")}`,
  ].filter((note) => note !== undefined);
  const text = `${plain(option.documentation)} [${notes.join("; ")}]`;
  const [first = "", ...rest] = wrap(text);
  const indent = " ".repeat(margin);
  // A head that reaches into the text's column gets a line of its own.
  const start =
    head.length + 4 > margin ? `  ${head}\n${indent}${first}` : `  ${head}`.padEnd(margin) + first;
  return [start, ...rest.map((line) => indent + line)].join("\n");
}

/** What is Markdown for the page of settings: a terminal has no links, so the file is named. */
function plain(documentation: string): string {
  return documentation.replaceAll("`", "").replaceAll(/\[[^\]]+\]\(([\w-]+\.md)(?:#[\w-]+)?\)/g, "docs/$1");
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width - margin) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
