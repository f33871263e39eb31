/** Data that is elsewhere, or not here yet: what to set, and the way back. */
import { type DataIncomplete, DataMoved } from "../sql/marks.ts";

export function dataElsewhere(error: DataMoved | DataIncomplete) {
  if (!(error instanceof DataMoved)) {
    return {
      what: error.message,
      why: "A move to it (poolhouse migrate) is under way or was interrupted, and half of the data would be served.",
      cure: "Let it finish, or run the same poolhouse migrate again: it goes on where it was.",
    };
  }
  const { to, at } = error.moved;
  return {
    what: `The data of this folder has moved to ${to}.`,
    why: `That was at ${new Date(at).toISOString()}. What the folder still holds is out of date and is not served: what was revoked since would be good again.`,
    cure:
      "Set POOLHOUSE_DATABASE_URL and POOLHOUSE_MASTER_KEY to start on it. The way back: stop every server, run poolhouse backup " +
      "--to <file> with both set, then poolhouse restore <file> --data <this folder> --replace --keep-sessions.",
  };
}
