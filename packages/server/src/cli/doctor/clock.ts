/** Whether this machine's clock can be believed: tokens begin and end by it. */
import type { DatabaseLook } from "../../sql/look/open-look.ts";
import { findNewestMoment } from "../../sql/look/questions.ts";
import { bad, type Check, type Finding, good, notAsked, warning } from "./check.ts";

/** Other systems allow about a minute between clocks; ours should be a small part of it. */
const noticeableMs = 1_000;
const harmfulMs = 30_000;
const cure = "Let the machine keep its time: timedatectl set-ntp true, or chrony.";

export const clockCheck: Check = {
  name: "Clock",
  async run({ database, now }) {
    if (database instanceof Error) return [notAsked("The clock")];
    const shared = database.kind === "PostgreSQL" ? [await compare(database, now)] : [];
    return [...shared, await lookBack(database, now())];
  },
};

/** Every server on one database should agree with it, and so with the others. */
async function compare({ ask }: DatabaseLook, now: () => number): Promise<Finding> {
  const before = now();
  const [row] = await ask("select (extract(epoch from clock_timestamp()) * 1000)::bigint");
  const after = now();
  // The answer was true somewhere in between.
  const away = Math.abs(Math.round(Number(row?.[0]) - (before + after) / 2));
  const words = `This clock and the database's are ${away} ms apart`;
  if (away >= harmfulMs) return bad(`${words}.`, cure);
  if (away >= noticeableMs + (after - before)) return warning(`${words}.`, cure);
  return good(`${words}: they agree.`);
}

async function lookBack(database: DatabaseLook, now: number): Promise<Finding> {
  const newest = await findNewestMoment(database);
  if (newest === undefined) return good("Nothing was written yet that the clock could be compared with.");
  const ahead = newest - now;
  const when = `The newest event is of ${new Date(newest).toISOString()}`;
  if (ahead < harmfulMs) return good(`${when}, which is past.`);
  return bad(
    `${when}, ${Math.round(ahead / 1000)} s from now: the clock has gone back, or was ahead.`,
    `${cure} Until then, tokens of that time look as if they were not valid yet. Where /_dev/clock was used, all is well.`,
  );
}
