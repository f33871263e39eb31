/** A running server notices that its data has moved away: a command in another process has done it. */
import { DatabaseSync } from "node:sqlite";
import { type Moved, readMark } from "./marks.ts";

export interface MoveWatch {
  /** What was found last. Once moved, always moved. */
  found(): Moved | undefined;
  /** As it is now. */
  look(): Moved | undefined;
  stop(): void;
}

/** Writers fail from the first moment on; this is how long readers may go on, and whoever moves the data waits for them. */
const everyMs = 250;

export function watchMove(file: string, onMoved: (moved: Moved) => void): MoveWatch {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  let moved: Moved | undefined;
  let isStopped = false;
  function stop(): void {
    clearInterval(timer);
    if (!isStopped) db.close();
    isStopped = true;
  }
  function look(): Moved | undefined {
    if (moved !== undefined || isStopped) return moved;
    moved = readIfPossible(db);
    if (moved === undefined) return undefined;
    stop();
    onMoved(moved);
    return moved;
  }
  const timer = setInterval(look, everyMs).unref();
  return { found: () => moved, look, stop };
}

/** A disk that fails for a moment is told by whoever asks for something: it neither ends the server nor spoils what it answers. */
function readIfPossible(db: DatabaseSync): Moved | undefined {
  try {
    return readMark(db, "moved-away");
  } catch {
    return undefined;
  }
}
