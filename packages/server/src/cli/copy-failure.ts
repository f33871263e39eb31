/** A copy that cannot be made, or is not what it should be. */
import { CopyDiffers } from "../sql/copy/compare.ts";
import { TargetUnfit } from "../sql/copy/move-target.ts";
import { AnotherMove } from "../sql/copy/one-move.ts";
import type { UncopyableValue } from "../sql/copy/postgres-rows.ts";

export function copyFailure(error: TargetUnfit | CopyDiffers | AnotherMove | UncopyableValue) {
  if (error instanceof AnotherMove) {
    return {
      what: error.message,
      why: "Of two at once the slower one would bring back what was deleted since it read it.",
      cure: "Let the other one finish, or end it and run this again: it goes on where that was.",
    };
  }
  if (error instanceof TargetUnfit) {
    return {
      what: error.message,
      why: "A move fills an empty database, or goes on with the one it had begun to fill; it never mixes or overwrites.",
      cure: "Give an empty one: dropdb and createdb --owner <user> <name>, then run it again. The data folder is as it was.",
    };
  }
  if (error instanceof CopyDiffers) {
    return {
      what: error.message,
      why: "What was copied was compared with the original, and somebody or something has changed it.",
      cure: "Keep everybody else out of it, empty it, and run it again. Nothing serves from it, and the original is as it was.",
    };
  }
  return {
    what: "The data cannot be copied to PostgreSQL.",
    why: error.message,
    cure: "Change that entry through the API, then run it again. Nothing has been lost.",
  };
}
