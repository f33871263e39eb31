/** What a move prints: a line for each thing that is done, and how far the present one has come. */
import type { MoveOptions, MoveStep } from "../sql/copy/move.ts";
import type { Terminal } from "./terminal.ts";

export interface MoveProgress {
  readonly report: MoveOptions["report"];
  figures(): { readonly rows: number; readonly pauseMs: number; readonly lastChanges: number };
}

export function moveProgress({ print, progress }: Pick<Terminal, "print" | "progress">): MoveProgress {
  const copied = new Map<string, number>();
  const compared = new Map<string, number>();
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  const figures = { pauseMs: 0, lastChanges: 0 };
  let last: MoveStep["kind"] | undefined;

  const done = (step: MoveStep["kind"] | undefined): string | undefined => {
    if (step === "copying") return `Copied ${sum(copied)} rows of ${copied.size} tables.`;
    if (step === "comparing")
      return `Compared ${sum(compared)} rows of ${compared.size} tables: they are the same.`;
    return undefined;
  };
  return {
    figures: () => ({ rows: sum(compared), ...figures }),
    report(step) {
      const line = step.kind === last ? undefined : done(last);
      if (line !== undefined) {
        progress(undefined);
        print(line);
      }
      last = step.kind;
      switch (step.kind) {
        case "copying":
          copied.set(step.table, step.rows);
          return progress(`Copying ${step.table}: ${step.rows} rows`);
        case "following":
          return progress(`Following ${step.changes} changes of the running server`);
        case "comparing":
          compared.set(step.table, step.rows);
          return progress(`Comparing ${step.table}: ${step.rows} rows`);
        case "closing":
          return progress("Closing the old file");
        case "closed":
          Object.assign(figures, { pauseMs: Math.round(step.pauseMs), lastChanges: step.lastChanges });
          progress(undefined);
          return print(
            `Closed the old file: writers waited ${Math.round(step.pauseMs)} ms for the last ${step.lastChanges} changes.`,
          );
        case "waiting":
          return print("Waiting for the running server to let go of the data folder.");
      }
    },
  };
}
