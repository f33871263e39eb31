/** What a command may do with the terminal: print, complain, colour where colour is wanted, and read what is piped in. */
import { text } from "node:stream/consumers";
import { styleText } from "node:util";
import type { Environment } from "../config/env.ts";

export interface Terminal {
  readonly environment: Environment;
  /** To standard output, with a line end. */
  print(text: string): void;
  /** To standard error, with a line end. */
  complain(text: string): void;
  /** How far long work has come: one line on standard error that replaces the one before, where a person watches. Undefined clears it. */
  progress(text: string | undefined): void;
  /** For standard output. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** Undefined when a person sits at the keyboard. */
  readInput(): Promise<string | undefined>;
}

/** Plain text where there is no terminal, or `NO_COLOR` is set. Colour never carries meaning alone. */
export interface Style {
  strong(text: string): string;
  quiet(text: string): string;
  accent(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

export function createTerminal(environment: Environment): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessUnread);
  return {
    environment,
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    progress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line ?? ""}`);
    },
    style: styleFor(process.stdout, environment),
    errorStyle: styleFor(process.stderr, environment),
    readInput: async () => (process.stdin.isTTY ? undefined : text(process.stdin)),
  };
}

/** `poolhouse audit | head`: who has read enough leaves, and what is being done goes on. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Text of strangers must not move the cursor or colour the screen: control and direction characters become visible. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

type Format = Parameters<typeof styleText>[0];

function styleFor(stream: NodeJS.WriteStream, { noColor }: Environment): Style {
  const isPlain = noColor || !stream.isTTY;
  const with_ = (format: Format) => (words: string) =>
    isPlain ? words : styleText(format, words, { validateStream: false });
  return {
    strong: with_("bold"),
    quiet: with_("dim"),
    accent: with_("cyan"),
    good: with_("green"),
    bad: with_("red"),
  };
}
